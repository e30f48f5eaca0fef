import { randomUUID } from 'node:crypto'
import type { Scope } from '@switchyard/contracts/api-keys'
import { hashOfKey } from '@switchyard/gateway/identity/api-keys'
import type { Principal } from '@switchyard/rpc/envelope'
import type { FrontDoor } from '../front-door.ts'
import type { Role } from './table.ts'

/** Somebody who asks: who services take them for, and what shows the gateway who they are. */
export interface Actor {
  readonly principal: Principal
  readonly headers: () => Promise<Readonly<Record<string, string>>>
}

/** Who asks, by their role. */
export type Cast = Readonly<Record<Exclude<Role, 'service'>, Actor>>

/** Every person of the cast has it. */
export const password = 'halftone-demo'

/** For whoever chooses one anew: they may not choose the one that everybody knows. */
export const newPassword = 'a moth in relay 70'

/** One of each role, who may do all that is for it, with credentials as the gateway gives them out. */
export async function openCast(door: FrontDoor): Promise<Cast> {
  const guest = door.guests.issue()
  const person = (kind: 'shopper' | 'staff' | 'admin'): Actor => {
    const id = randomUUID()
    return { principal: { kind, id }, headers: async () => ({ cookie: await signIn(door, { id, kind }) }) }
  }
  const partner = async (...scopes: Scope[]): Promise<Actor> => {
    const [keyId, key] = [randomUUID(), `sk_${randomUUID()}`]
    const marks = { hash: hashOfKey(key), prefix: key.slice(0, 8) }
    await door.keys.create({ keyId, name: 'Gallery', scopes, quotaPerMinute: 1_000_000, ...marks })
    return {
      principal: { kind: 'partner', id: keyId, scopes },
      headers: async () => ({ authorization: `Bearer ${key}` }),
    }
  }
  return {
    guest: {
      principal: { kind: 'guest', id: guest.id },
      headers: async () => ({ cookie: `switchyard_guest=${guest.cookie}` }),
    },
    shopper: person('shopper'),
    partner: await partner('orders:write', 'webhooks'),
    reader: await partner('orders:read'),
    staff: person('staff'),
    admin: person('admin'),
  }
}

/** A member of staff without a second factor, whom services take for a shopper. */
export function bareStaff(door: FrontDoor): Actor {
  const id = randomUUID()
  const headers = async () => ({ cookie: await signIn(door, { id, kind: 'staff' }, { hasSecondFactor: false }) })
  return { principal: { kind: 'shopper', id }, headers }
}

/** A session of their own for every question, since one of them may have ended it, or removed the account. */
export async function signIn(
  door: FrontDoor,
  { id, kind: role }: Principal,
  { hasSecondFactor = role !== 'shopper' } = {},
): Promise<string> {
  const { prisma } = door.identity
  const { password: hash } = await prisma.account.findFirstOrThrow({
    where: { user: { email: 'admin@halftone.test' } },
  })
  const account = { id, accountId: id, providerId: 'credential', password: hash }
  const known = { name: 'Ada Example', email: `${id}@example.test` }
  await prisma.user.upsert({
    where: { id },
    create: {
      ...known,
      id,
      emailVerified: true,
      role,
      twoFactorEnabled: hasSecondFactor,
      accounts: { create: account },
    },
    update: { accounts: { update: { where: { id }, data: { password: hash } } } },
  })
  const token = randomUUID()
  const expiresAt = new Date(Date.now() + 3_600_000)
  await prisma.session.create({ data: { id: randomUUID(), userId: id, token, expiresAt } })
  return `switchyard_session=${encodeURIComponent(door.accounts.sessions.cookieOf(token))}`
}
