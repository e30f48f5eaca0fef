import { createHash, randomUUID } from 'node:crypto'
import { keepDeadLetter } from '@switchyard/messaging/dead-letter'
import type { Principal } from '@switchyard/rpc/envelope'
import { systemClock as clock } from '@switchyard/runtime/clock'
import { v7 } from 'uuid'
import type { FrontDoor } from '../front-door.ts'
import { createFactors } from './factors.ts'

/** What is asked for: made when it is first wanted, by its owner, straight at the service. */
export type Things = ReturnType<typeof createThings>

/** Whose things are another's: somebody who never asks. */
const somebody = {
  guest: { kind: 'guest', id: 'somebody' },
  partner: { kind: 'partner', id: 'somebody', scopes: ['webhooks'] },
} as const

/** A checkout that the shop takes. */
export const checkout = {
  lines: [{ sku: 'contour-no-2-a2', quantity: 1 }],
  contact: { name: 'Ada Example', email: 'ada@example.test' },
  address: { line1: 'Long Lane 1', city: 'Graz', postalCode: '8010', country: 'EU' },
  payment: { token: 'tok_ok' },
}

/** A message for each service that it can apply, and that changes nothing. */
export const applicable = {
  orders: { name: 'orders.takeNote', payload: { noteId: randomUUID() } },
  inventory: { name: 'inventory.releaseStock', payload: { orderId: randomUUID(), stepId: 'none' } },
} as const

/** A call of this caller's to a service. */
export const scopeOf = (principal: Principal) => ({
  principal,
  deadlineAtMs: clock.now() + 30_000,
  traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
  idempotencyKey: randomUUID(),
})

/** A key that may only read has nothing of its own unless it could write once. */
const mayWrite = (owner: Principal): Principal =>
  owner.kind === 'partner' ? { ...owner, scopes: ['orders:write'] } : owner

/** Makes orders, webhooks and dead letters for the matrix. */
export function createThings(door: FrontDoor) {
  const orders = new Map<string, Promise<{ orderId: string; accessToken: string }>>()
  const placed = (owner: Principal) => {
    const known = orders.get(owner.id) ?? door.services.orders(scopeOf(mayWrite(owner))).place.mutate(checkout)
    orders.set(owner.id, known)
    return known
  }
  return {
    ...createFactors(door),
    /** The one order of its owner, or of somebody. */
    order: (owner: Principal | undefined) => placed(owner ?? somebody.guest),
    /** A webhook that is there, of its owner or of somebody. */
    async webhook(owner: Principal | undefined): Promise<string> {
      const theirs = door.services.orders(scopeOf(owner ?? somebody.partner))
      const [first] = (await theirs.webhooks.query({})).items
      const url = 'https://gallery.example.test/hook'
      return first?.webhookId ?? (await theirs.addWebhook.mutate({ url })).webhookId
    },
    /** A key that was not revoked. */
    async key(): Promise<string> {
      const { keyId } =
        (await door.keys.create({
          keyId: v7(),
          name: 'Gallery',
          scopes: [],
          quotaPerMinute: 1,
          hash: v7(),
          prefix: 'sk_',
        })) ?? {}
      if (keyId === undefined) throw new Error('no key was made')
      return keyId
    },
    /** Something that goes wrong on purpose. */
    fault: () => door.host.injectFault({ target: { service: 'orders' }, kind: 'error', share: 1, ttlS: 60 }),
    /** What a mailed link carries, for somebody new. */
    async link(purpose: 'confirm' | 'reset'): Promise<string> {
      const { prisma } = door.identity
      const [id, token] = [randomUUID(), randomUUID()]
      const { password } = await prisma.account.findFirstOrThrow({ where: { user: { email: 'admin@halftone.test' } } })
      const accounts = { create: { id, accountId: id, providerId: 'credential', password } }
      await prisma.user.create({ data: { id, name: 'Ada Example', email: `${id}@example.test`, accounts } })
      const hash = (text: string, as: 'hex' | 'base64url') => createHash('sha256').update(text).digest(as)
      const identifier =
        purpose === 'confirm' ? `verify-email:${hash(token, 'hex')}` : hash(`reset-password:${token}`, 'base64url')
      const expiresAt = new Date(clock.now() + 60_000)
      await prisma.verification.create({ data: { id: randomUUID(), identifier, value: id, expiresAt } })
      return token
    },
    /** A letter that nobody has dealt with. */
    async letter(service: 'orders' | 'inventory'): Promise<{ id: string; revision: number }> {
      const pool = door.databases[service]
      const { name, payload } = applicable[service]
      const letter = { id: randomUUID(), name, from: 'orders', payload, traceparent: null }
      const failed = { letter, queue: name, consumer: name, reason: 'as planned', attempts: 1, failures: [] }
      await keepDeadLetter({ pool, clock, newId: v7 }, failed)
      const { rows } = await pool.query('SELECT id, revision FROM dead_letters WHERE message_id = $1', [letter.id])
      return rows[0]
    },
  }
}
