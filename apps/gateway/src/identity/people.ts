import { createHash } from 'node:crypto'
import type { Person, Role } from '@switchyard/contracts/account'
import type { IdentityDatabase } from '@switchyard/db/identity'
import type { Clock } from '@switchyard/runtime/clock'
import { insertErrands, type NewErrand } from './errands.ts'
import { lifeDays } from './sessions.ts'

/** What {@link createPeople} makes. */
export type People = ReturnType<typeof createPeople>

const dayMs = 24 * 3_600_000

/** The rows of people beside what better-auth writes: who they are, the links that confirm them, their sessions, their end. */
export function createPeople({
  pool,
  prisma,
  clock,
  newId,
}: Pick<IdentityDatabase, 'pool' | 'prisma'> & { clock: Clock; newId: () => string }) {
  const now = () => new Date(clock.now())
  return {
    async byId(id: string): Promise<Person | null> {
      const found = await prisma.user.findFirst({ where: { id } })
      if (!found) return null
      const { name, email, createdAt } = found
      return { id, name, email, role: roleOf(found.role), since: createdAt.toISOString() }
    },

    /** Makes way for a new sign-up: an account that nobody has confirmed keeps no address from its owner. */
    async removeUnconfirmed(email: string): Promise<void> {
      await prisma.user.deleteMany({ where: { email: email.toLowerCase(), emailVerified: false } })
    },

    /** Whose confirmed account has this address. */
    async idOf(email: string): Promise<string | null> {
      const found = await prisma.user.findFirst({ where: { email: email.toLowerCase(), emailVerified: true } })
      return found?.id ?? null
    },

    /** Keeps the hash of a link's token for a day. */
    async keepLink(userId: string, token: string): Promise<void> {
      const expiresAt = new Date(clock.now() + dayMs)
      await prisma.verification.create({ data: { id: newId(), identifier: linkOf(token), value: userId, expiresAt } })
    },

    /** Whose confirmation a link is; `null` when it was used, is over, or was made way for. */
    async askedBy(token: string): Promise<string | null> {
      const { rows } = await pool.query<{ id: string }>(askedBySql, [linkOf(token), now()])
      return rows[0]?.id ?? null
    },

    /** Confirms the person of a link, once; whether there was one. */
    async confirm(token: string): Promise<boolean> {
      const { rowCount } = await pool.query(confirmSql, [linkOf(token), now()])
      return rowCount === 1
    },

    /** Whoever reads the mail of an address has confirmed it. */
    async confirmById(id: string): Promise<void> {
      await prisma.user.updateMany({ where: { id }, data: { emailVerified: true } })
    },

    /** Everybody's rights end with it at once, here and within a moment on every gateway. Returns how many there were. */
    async endSession(where: { userId: string; id?: string; token?: string }): Promise<number> {
      return (await prisma.session.deleteMany({ where })).count
    },

    /** Ends every session of a person but the one with this token. */
    async endOtherSessions(userId: string, token: string): Promise<void> {
      await prisma.session.deleteMany({ where: { userId, token: { not: token } } })
    },

    async sessions(userId: string) {
      const alive = { expiresAt: { gt: now() }, createdAt: { gt: new Date(clock.now() - lifeDays * dayMs) } }
      const rows = await prisma.session.findMany({
        where: { userId, ...alive },
        orderBy: { createdAt: 'desc' },
        take: 50,
      })
      return rows.map(({ id, createdAt, updatedAt, userAgent }) => ({
        ...{ id, startedAt: createdAt.toISOString(), seenAt: updatedAt.toISOString() },
        device: userAgent || null,
      }))
    },

    /** Takes a person out with all that is theirs, and writes down what others have to do about it, in one statement. */
    async remove({ id, email }: Pick<Person, 'id' | 'email'>, errands: readonly NewErrand[]): Promise<void> {
      await pool.query(removeSql, [id, email, JSON.stringify(errands)])
    },

    /** Removes what is over: sessions, links, unconfirmed accounts, and mails that could not be sent for a day. */
    async prune(): Promise<void> {
      const dayAgo = new Date(clock.now() - dayMs)
      await prisma.session.deleteMany({ where: { expiresAt: { lt: now() } } })
      await prisma.verification.deleteMany({ where: { expiresAt: { lt: now() } } })
      await prisma.user.deleteMany({ where: { emailVerified: false, createdAt: { lt: dayAgo } } })
      await prisma.errand.deleteMany({ where: { kind: 'mail', createdAt: { lt: dayAgo } } })
    },
  }
}

const linkOf = (token: string) => `verify-email:${createHash('sha256').update(token).digest('hex')}`

/** Only the database writes roles; one that it does not know has no rights of its own. */
const roleOf = (role: string): Role => (role === 'staff' || role === 'admin' ? role : 'shopper')

const askedBySql = `
  SELECT users.id FROM verifications JOIN users ON users.id::text = verifications.value
   WHERE identifier = $1 AND expires_at > $2`

const confirmSql = `
  WITH link AS (DELETE FROM verifications WHERE identifier = $1 AND expires_at > $2 RETURNING value)
  UPDATE users SET email_verified = true, updated_at = $2 FROM link WHERE users.id = link.value::uuid`

const removeSql = `
  WITH errands_written AS (${insertErrands('$3')}), links AS (DELETE FROM verifications WHERE value = $1::uuid::text),
       mails AS (DELETE FROM errands WHERE kind = 'mail' AND lower(payload ->> 'to') = lower($2))
  DELETE FROM users WHERE id = $1::uuid`
