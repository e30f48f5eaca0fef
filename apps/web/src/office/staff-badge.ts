/** A badge of the open lab as this browser keeps it: another way into the office than signing in. */
export interface StaffBadge {
  badge: string
  /** Under which name everything that is done with it is written down. */
  by: string
  /** ISO time. */
  until: string
}

/** The badge of this browser, if it has one that is not over. */
export function staffBadge(): StaffBadge | undefined {
  const text = keptBadge()
  const kept = text ? (JSON.parse(text) as StaffBadge) : undefined
  return kept && Date.parse(kept.until) > Date.now() ? kept : undefined
}

/** What travels with every call of the office, and with no other: in the shop its holder stays who they are. */
export function badgeHeaders(): Record<string, string> {
  const badge = staffBadge()?.badge
  return badge === undefined ? {} : { 'x-staff-badge': badge }
}

/** As text, since a store's snapshot must stay the same while nothing changes. */
export function keptBadge(): string {
  try {
    return localStorage.getItem(name) ?? ''
  } catch {
    return onlyHere
  }
}

/** Keeps a badge; `undefined` gives it back. */
export function keepBadge(badge: StaffBadge | undefined): void {
  onlyHere = badge ? JSON.stringify(badge) : ''
  try {
    if (badge) localStorage.setItem(name, onlyHere)
    else localStorage.removeItem(name)
  } catch {
    // A browser that keeps nothing has its badge for as long as its page lives.
  }
  changed.dispatchEvent(new Event('badge'))
}

/** Calls back whenever the badge changes, in this tab or another. */
export function watchBadge(notice: () => void): () => void {
  changed.addEventListener('badge', notice)
  window.addEventListener('storage', notice)
  return () => {
    changed.removeEventListener('badge', notice)
    window.removeEventListener('storage', notice)
  }
}

const name = 'staff-badge'
const changed = new EventTarget()
let onlyHere = ''
