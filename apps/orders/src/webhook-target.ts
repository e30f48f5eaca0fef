import { lookup as resolve } from 'node:dns'
import { isIP, type LookupFunction } from 'node:net'
import ipaddr from 'ipaddr.js'

/** Where deliveries may go: `public` in production, `any` where partner and shop share one machine. */
export type WebhookTargets = 'public' | 'any'

/** An address that a delivery must not reach; the message goes to the partner. */
export class ForbiddenTarget extends Error {
  override readonly name = 'ForbiddenTarget'
}

/**
 * Refuses a URL that we would not send to, as far as it says so itself: only https, no name and password in it, and no
 * address of a private network. What a host name stands for is checked at every connection, by {@link guardedLookup}.
 * @throws {ForbiddenTarget}
 */
export function assertTarget(text: string, targets: WebhookTargets): void {
  const { protocol, username, password, hostname } = new URL(text)
  if (username !== '' || password !== '') throw new ForbiddenTarget('The URL must not have a name or password in it.')
  if (targets === 'any') return
  if (protocol !== 'https:') throw new ForbiddenTarget('The URL must begin with https://.')
  const address = hostname.replace(/^\[|\]$/g, '')
  if (isIP(address) !== 0) assertPublic(address)
}

/**
 * Finds a host's addresses and refuses it if any is not public, for the connection that is being made: so a name that has
 * just been pointed at a private network is refused too (DNS rebinding).
 */
export function guardedLookup(find: typeof resolve = resolve): LookupFunction {
  return (host, options, answer) => {
    find(host, { ...options, all: true }, (error, found) => {
      const refusal = error ?? faultOf(() => found.forEach(({ address }) => void assertPublic(address)))
      const [first] = found ?? []
      if (refusal || !first) return answer(refusal ?? new Error(`${host} has no address`), '', 0)
      if (options.all) return answer(null, found)
      return answer(null, first.address, first.family)
    })
  }
}

/** Whatever the registries of special-purpose addresses (RFC 6890) name is refused: loopback, private, link-local, mapped and the like. */
function assertPublic(address: string): void {
  if (ipaddr.process(address).range() === 'unicast') return
  throw new ForbiddenTarget('The host is in a private or reserved network; deliveries go to public addresses only.')
}

function faultOf(check: () => void): Error | undefined {
  try {
    check()
  } catch (error) {
    return error as Error
  }
  return undefined
}
