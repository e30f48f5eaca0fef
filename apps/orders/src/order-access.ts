import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Principal } from '@switchyard/rpc/envelope'
import { Failure } from '@switchyard/rpc/failure'
import type { PeopleStore } from './people-store.ts'

/** A principal as rows name it. */
export const ownerOf = ({ kind, id }: Principal): string => `${kind}:${id}`

/** Makes and checks the tokens that open one order to whoever holds them; they follow from the order, so none is stored. */
export function createOrderAccess({
  secret,
  adopterOf,
}: {
  secret: string
  /** Whose a guest's orders became, when somebody signed in in the guest's browser. */
  adopterOf: PeopleStore['adopterOf']
}) {
  const tokenFor = (orderId: string): string => createHmac('sha256', secret).update(orderId).digest('base64url')
  const isHeld = async (owner: string, { principal, orderId, accessToken }: Asker): Promise<boolean> =>
    isSame(accessToken, tokenFor(orderId)) ||
    (principal.kind === 'shopper' && owner.startsWith('guest:') && (await adopterOf(owner)) === ownerOf(principal))
  return {
    tokenFor,

    /** What was found, for owners (of a guest's order: whoever the guest turned out to be, too), staff, partners with scope `orders:read` and holders of the token; to all others it is as if there were nothing. */
    async readable<Found extends { owner: string }>(found: Found | null | undefined, asker: Asker): Promise<Found> {
      if (found && (mayRead(found.owner, asker.principal) || (await isHeld(found.owner, asker)))) return found
      throw notFound()
    },

    /** Like {@link readable}, but a scope to read is no right to change. */
    async changeable<Found extends { owner: string }>(found: Found | null | undefined, asker: Asker): Promise<Found> {
      if (found && (mayChange(found.owner, asker.principal) || (await isHeld(found.owner, asker)))) return found
      throw notFound()
    },
  }
}

interface Asker {
  readonly principal: Principal
  readonly orderId: string
  readonly accessToken?: string | undefined
}

/** What {@link createOrderAccess} makes. */
export type OrderAccess = ReturnType<typeof createOrderAccess>

const mayChange = (owner: string, principal: Principal): boolean =>
  ownerOf(principal) === owner || principal.kind === 'staff' || principal.kind === 'admin'

const mayRead = (owner: string, principal: Principal): boolean =>
  mayChange(owner, principal) || (principal.kind === 'partner' && principal.scopes?.includes('orders:read') === true)

function isSame(given: string | undefined, expected: string): boolean {
  const [left, right] = [Buffer.from(given ?? ''), Buffer.from(expected)]
  return left.length === right.length && timingSafeEqual(left, right)
}

const notFound = () => new Failure('not_found', { detail: 'There is no such order, or it is not yours' })
