import type { Role } from '@switchyard/contracts/account'
import type { IdentityDatabase } from '@switchyard/db/identity'
import { Failure } from '@switchyard/rpc/failure'
import type { Clock } from '@switchyard/runtime/clock'
import { createBelief } from './belief.ts'
import type { Signer } from './signer.ts'

/** A session of which the database knows, and whose it is. */
export interface SignedIn {
  sessionId: string
  token: string
  userId: string
  role: Role
  /** Sessions end when one is turned on, so a session of somebody who has one began with it. */
  hasSecondFactor: boolean
}

/** Who is signed in, asked with every request. Only the database decides: nothing in a cookie says who somebody is. */
export interface Sessions {
  /** `null` if nobody is, or is any more. Throws `unavailable` when the database is away. */
  read(cookie: string | undefined): Promise<SignedIn | null>
  /** What a browser keeps of a session. */
  cookieOf(token: string): string
  /** This gateway forgets the session now; the others within `believedMs`. */
  forget(token: string): void
}

/** A session that has ended is dead on every gateway after this. */
const believedMs = 900
/** Unused so long, a session ends; so long after it began it ends in any case (ASVS 7.3). */
export const idleDays = 7
export const lifeDays = 30
const dayMs = 24 * 3_600_000
const touchEveryMs = 3_600_000

/** Reads sessions with one statement each, believed for a moment. */
export function createSessions({
  pool,
  signer,
  clock,
}: {
  pool: IdentityDatabase['pool']
  signer: Signer
  clock: Clock
}): Sessions {
  const look = async (token: string): Promise<SignedIn | null> => {
    const nowMs = clock.now()
    const { rows } = await pool.query<SessionRow>({
      name: 'find-session',
      text: findSql,
      values: [token, new Date(nowMs), new Date(nowMs - lifeDays * dayMs)],
    })
    const [row] = rows
    if (!row) return null
    if (nowMs - row.seenAt.getTime() > touchEveryMs) touch(token, nowMs)
    return { sessionId: row.id, token, userId: row.userId, role: row.role, hasSecondFactor: row.hasSecondFactor }
  }
  /** Nobody waits for it, and what is missed is written with a later look. */
  const touch = (token: string, nowMs: number) => {
    pool.query(touchSql, [token, new Date(nowMs), new Date(nowMs + idleDays * dayMs)]).catch(() => undefined)
  }
  const belief = createBelief({ look, believedMs, clock })
  return {
    async read(cookie) {
      const token = signer.read(cookie)
      if (token === null) return null
      return await belief.ask(token).catch((cause: unknown) => {
        throw new Failure(
          'unavailable',
          { detail: 'Sessions cannot be checked right now.', retryAfterMs: 1_000 },
          { cause },
        )
      })
    },
    cookieOf: (token) => signer.sign(token),
    forget: (token) => belief.forget(token),
  }
}

interface SessionRow {
  id: string
  userId: string
  role: Role
  hasSecondFactor: boolean
  seenAt: Date
}

const findSql = `
  SELECT s.id, s.user_id AS "userId", u.role, u.two_factor_enabled AS "hasSecondFactor", s.updated_at AS "seenAt"
    FROM sessions s JOIN users u ON u.id = s.user_id
   WHERE s.token = $1 AND s.expires_at > $2 AND s.created_at > $3`

const touchSql = 'UPDATE sessions SET updated_at = $2, expires_at = $3 WHERE token = $1 AND updated_at < $2'
