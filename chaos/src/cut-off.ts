import type { Silence } from './firewall.ts'
import type { Strike } from './strike.ts'

/** Parts the target from every caller: packets vanish, connections stay open, and nobody is told. */
export function cutOff(silence: Silence): Strike {
  return async ({ target, ground: { firewall } }) => {
    if (firewall === undefined) throw new Error('a partition needs a network namespace of the campaign’s own')
    if (target.port === null) throw new Error(`${target.id} listens on no port`)
    await firewall.silence(target.port, silence)
    return { heal: () => firewall.open() }
  }
}
