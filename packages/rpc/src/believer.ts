import type { Clock } from '@switchyard/runtime/clock'
import type { Log } from '@switchyard/runtime/log'
import { errors } from 'jose'
import { z } from 'zod'
import type { Kept, Leased, Listing, Refused } from './discovery.ts'
import { unknownKey } from './public-keys.ts'
import { RecentMap } from './recent-map.ts'
import { idOf, openRegistration, type Statement } from './registration.ts'
import type { Seal } from './seal.ts'

/** A listing after everything in it was checked. */
export interface Reading {
  present: readonly Leased[]
  /** Ids (`idOf`) of instances that said that they leave: their absence is no loss. */
  left: ReadonlySet<string>
  /** Whether absence means anything. */
  whole: boolean
  refused: readonly Refused[]
}

type Verdict = { statement: Statement } | { why: string }

const remembered = 10_000
/** New texts that are checked in a second, at some 0.1 ms each; what a flood of forged ones brings beyond it has to wait. */
const checksPerSecondMax = 1_000

interface BelieverOptions {
  identity: Seal
  clock: Clock
  log: Log
}

/**
 * Decides what to believe of what a registry lists: statements that the service's own key has signed, about the
 * instance that they are listed as, and that are still valid. What was found out about a text is remembered.
 */
export class Believer {
  readonly #options: BelieverOptions
  readonly #verdicts = new RecentMap<Verdict>(remembered)
  #second = { startedAtMs: Number.NEGATIVE_INFINITY, checks: 0 }

  constructor(options: BelieverOptions) {
    this.#options = options
  }

  /** One bad registration takes nothing from the others; why it was refused is part of the reading. */
  async read(service: string, { kept, whole }: Listing): Promise<Reading> {
    const present: Leased[] = []
    const left = new Set<string>()
    const refused: Refused[] = []
    let waiting = 0
    for (const one of kept) {
      const known = this.#verdicts.get(one.text) ?? (await this.#checkInTurn(one.text))
      if (!known) {
        waiting++
        continue
      }
      const verdict = this.#judge(known, service, one)
      if ('why' in verdict) refused.push({ ...claimedBy(one), ...verdict, atMs: this.#options.clock.now() })
      else if (verdict.statement.leaves) left.add(one.id)
      else present.push(leasedOf(verdict.statement, one))
    }
    return { present, left, whole: whole && waiting === 0, refused }
  }

  /** What is true of a text only where and when it was read. */
  #judge(verdict: Verdict, service: string, { id }: Kept): Verdict {
    if ('why' in verdict) return verdict
    const { statement } = verdict
    if (this.#options.clock.now() >= statement.untilMs) return { why: 'it has expired' }
    if (statement.service !== service) return { why: `it was signed by ${statement.service}` }
    if (idOf(statement) !== id) return { why: 'it speaks of another instance than it is listed as' }
    return verdict
  }

  async #checkInTurn(text: string): Promise<Verdict | undefined> {
    const nowMs = this.#options.clock.now()
    if (nowMs - this.#second.startedAtMs >= 1_000) this.#second = { startedAtMs: nowMs, checks: 0 }
    if (this.#second.checks >= checksPerSecondMax) return undefined
    this.#second.checks++
    return await this.#check(text)
  }

  async #check(text: string): Promise<Verdict> {
    const { identity, log } = this.#options
    const verdict = await openRegistration(identity, text).then(
      (statement) => ({ statement }),
      (error: unknown) => ({ why: text === '' ? 'it is empty or too large' : reasonOf(error) }),
    )
    // A key that is not known yet may be published in a moment; nothing else about a text ever changes.
    if (!('why' in verdict && verdict.why === unknownKey)) this.#verdicts.set(text, verdict)
    if ('why' in verdict) log.debug(verdict, 'a registration is not believed')
    return verdict
  }
}

function leasedOf({ leaves: _, untilMs: __, ...entry }: Statement, { expiresInMs }: Kept): Leased {
  return { ...entry, expiresInMs }
}

function reasonOf(error: unknown): string {
  if (error instanceof errors.JWTExpired) return 'it has expired'
  if (error instanceof errors.JWSSignatureVerificationFailed) return 'the signature is wrong'
  if (error instanceof errors.JWTClaimValidationFailed)
    return `it says something else than a registration (${String(error.claim)})`
  if (error instanceof errors.JOSEError) return 'it is not signed'
  if (error instanceof z.ZodError) return `it says nothing sensible about ${String(error.issues[0]?.path[0])}`
  return error instanceof Error ? error.message : 'it cannot be checked'
}

const Claimed = z.object({ address: z.string() })

/** What a registration says of itself, for people who look at it; none of it is proved. */
function claimedBy({ id, text }: Kept): { instanceId: string; address: string } {
  return { instanceId: id.split('@', 1)[0]?.slice(0, 100) ?? '', address: addressIn(text).slice(0, 100) }
}

function addressIn(text: string): string {
  const payload = text.startsWith('{') ? text : Buffer.from(text.split('.')[1] ?? '', 'base64url').toString()
  try {
    return Claimed.parse(JSON.parse(payload)).address
  } catch {
    return ''
  }
}
