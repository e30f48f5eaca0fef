import { Failure } from '@switchyard/rpc/failure'

/** The services that a public call reaches, whose versions it may choose. */
const services = ['orders', 'inventory'] as const
const lengthMax = 120
const wanted = `x-switchyard-version names a version of a service, e.g. "orders=2.1.0, inventory=2.1.0"; services are ${services.join(' and ')}.`

/**
 * VERSION ROUTING: which versions alone shall answer this request, as its header `x-switchyard-version` says. The pin travels
 * with the call and those that follow from it; a version that nobody runs is `unavailable`. Throws `invalid_input`.
 */
export function pinnedVersions(header: string | undefined): Readonly<Record<string, string>> | undefined {
  if (header === undefined) return undefined
  if (header.length > lengthMax) throw new Failure('invalid_input', { detail: wanted })
  const pins = new Map<string, string>()
  for (const part of header.split(',')) {
    const [, name, version] = /^\s*(\w+)=([\w.+-]{1,40})\s*$/.exec(part) ?? []
    const service = services.find((one) => one === name)
    if (!service || !version || pins.has(service)) throw new Failure('invalid_input', { detail: wanted })
    pins.set(service, version)
  }
  return Object.fromEntries(pins)
}
