import { randomUUID } from 'node:crypto'
import type { Scope } from '@switchyard/contracts/api-keys'
import { hashOfKey } from '@switchyard/gateway/identity/api-keys'
import type { Principal } from '@switchyard/rpc/envelope'
import { badgeOf, type FrontDoor } from '../front-door.ts'
import type { Role } from './table.ts'

/** Somebody who asks: who services take them for, and what shows the gateway who they are. */
export interface Actor {
  readonly principal: Principal
  readonly headers: Readonly<Record<string, string>>
}

/** One of each role, with credentials as the gateway gives them out. */
export async function openCast(door: FrontDoor): Promise<Record<Exclude<Role, 'service'>, Actor>> {
  const guest = door.guests.issue()
  const person = (kind: 'shopper' | 'admin'): Actor => {
    const principal = { kind, id: randomUUID() }
    return { principal, headers: { 'x-staff-badge': badgeOf(principal) } }
  }
  const partner = async (...scopes: Scope[]): Promise<Actor> => {
    const [keyId, key] = [randomUUID(), `sk_${randomUUID()}`]
    const marks = { hash: hashOfKey(key), prefix: key.slice(0, 8) }
    await door.keys.create({ keyId, name: 'Gallery', scopes, quotaPerMinute: 1_000_000, ...marks })
    return { principal: { kind: 'partner', id: keyId, scopes }, headers: { authorization: `Bearer ${key}` } }
  }
  const { badge } = await door.badges.issue({ kind: 'guest', id: 's1' })
  return {
    guest: { principal: { kind: 'guest', id: guest.id }, headers: { cookie: `switchyard_guest=${guest.cookie}` } },
    shopper: person('shopper'),
    partner: await partner('orders:write', 'webhooks'),
    reader: await partner('orders:read'),
    staff: { principal: { kind: 'staff', id: 's1' }, headers: { 'x-staff-badge': badge } },
    admin: person('admin'),
  }
}
