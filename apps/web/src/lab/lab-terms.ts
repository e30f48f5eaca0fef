import type { CallPattern, Strategy } from '@switchyard/contracts/lab'

/** What a visitor has agreed with themselves for their own calls. */
export interface LabTerms {
  without: readonly CallPattern[]
  strategy?: Strategy
  /** How many places their own door at the gateway has. */
  places?: number
}

/** The session of this browser: made once, and the name under which scoped faults are set. */
export function labSession(): string {
  const kept = read(sessionName)
  if (kept && /^[\w-]{1,40}$/.test(kept)) return kept
  const made = crypto.randomUUID().slice(0, 13)
  keep(sessionName, made)
  return made
}

/** The signed terms that go with every call of this browser, the shop's pages included; undefined when there are none. */
export function labTerms(): LabTerms | undefined {
  if (!document.cookie.split('; ').some((one) => one.startsWith(`${cookieName}=`))) return undefined
  try {
    return JSON.parse(read(termsName) ?? '{"without":[]}') as LabTerms
  } catch {
    return { without: [] }
  }
}

/** From now on this browser calls under these terms. */
export function enterTerms(terms: LabTerms, token: string): void {
  keep(termsName, JSON.stringify(terms))
  setCookie(`${cookieName}=${token}; path=/; samesite=lax`)
}

/** From now on this browser calls like every other. */
export function leaveTerms(): void {
  setCookie(`${cookieName}=; path=/; samesite=lax; max-age=0`)
}

/** Calls back whenever the terms change in this tab. */
export function watchTerms(notice: () => void): () => void {
  changed.addEventListener('terms', notice)
  return () => changed.removeEventListener('terms', notice)
}

const sessionName = 'lab-session'
const termsName = 'lab-terms'
const cookieName = 'switchyard_lab'
const changed = new EventTarget()

function setCookie(cookie: string) {
  // biome-ignore lint/suspicious/noDocumentCookie: the gateway reads it, and not every browser we serve has a Cookie Store
  document.cookie = cookie
  changed.dispatchEvent(new Event('terms'))
}

function read(name: string): string | null {
  try {
    return localStorage.getItem(name)
  } catch {
    return null
  }
}

function keep(name: string, value: string) {
  try {
    localStorage.setItem(name, value)
  } catch {
    // A browser that keeps nothing is given a new session with its next page.
  }
}
