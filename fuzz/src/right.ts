import type { FrontDoor } from '@switchyard/proofs/front-door'
import type { Actor, openCast } from '@switchyard/proofs/grants/cast'
import { cookiesFor, storefrontInputs } from '@switchyard/proofs/grants/inputs'
import { grantsOf } from '@switchyard/proofs/grants/table'
import { createThings, scopeOf, type Things } from '@switchyard/proofs/grants/things'
import { diceOf } from './dice.ts'
import { plainShot, type Shot } from './request.ts'
import type { Target } from './targets.ts'

type Cast = Awaited<ReturnType<typeof openCast>>

/** Asks for an operation as the table of grants promises that it may be asked, by somebody whom it lets in. */
export function createRight(door: FrontDoor, cast: Cast) {
  const cells = grantsOf('The gateway')
  const things = createThings(door)
  return async (target: Target, index: number): Promise<{ caller: string; shot: Shot }> => {
    const cell = cells.find(
      ({ operation, whose, expected }) =>
        operation === target.name && expected === 'yes' && (whose === '–' || whose === 'own'),
    )
    const make = storefrontInputs[target.name]
    if (!cell || !make || cell.role === 'service') throw new Error(`nobody may ask for ${target.name}`)
    // A guest of their own for each question: what one of them did to an order is nobody else's.
    const actor = cell.role === 'guest' ? newGuest(door) : cast[cell.role]
    const owner = cell.whose === 'own' ? actor.principal : undefined
    if (target.name === 'orders.return') await ship(actor, { door, things })
    const input = await make({ things, owner, withLink: false })
    const shot = plainShot(target, { input, dice: diceOf(0, index) })
    const headers = await cookiesFor(target.name, things, await actor.headers())
    return { caller: cell.role, shot: { ...shot, headers: { ...shot.headers, ...headers } } }
  }
}

function newGuest(door: FrontDoor): Actor {
  const { id, cookie } = door.guests.issue()
  return { principal: { kind: 'guest', id }, headers: async () => ({ cookie: `switchyard_guest=${cookie}` }) }
}

/** Only what has left the house can be sent back. */
async function ship({ principal }: Actor, { door, things }: { door: FrontDoor; things: Things }): Promise<void> {
  const { orderId } = await things.order(principal)
  const statusOf = async () => (await door.services.orders(scopeOf(principal)).byId.query({ orderId })).status
  for (let left = confirmedTries; (await statusOf()) !== 'confirmed'; left -= 1) {
    if (left === 0) throw new Error(`the order ${orderId} is not confirmed`)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  const house = scopeOf({ kind: 'service', id: 'gateway' })
  await door.services.orders(house).moveParcel.mutate({ orderId, to: 'shipped' })
}

const confirmedTries = 300
