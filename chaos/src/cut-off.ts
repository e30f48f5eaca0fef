import type { Silence } from './firewall.ts'
import { type Ask, ask as askOverHttp } from './http.ts'
import type { Strike } from './strike.ts'

/**
 * Parts the target from every caller: packets vanish, connections stay open, and nobody is told. The healing throws when
 * the target could be reached all the same, for then nothing was parted.
 */
export function cutOff(silence: Silence, { ask = askOverHttp }: { ask?: Ask } = {}): Strike {
  return async ({ target, ground: { firewall } }) => {
    if (firewall === undefined) throw new Error('a partition needs a network namespace of the campaign’s own')
    const { port } = target
    if (port === null) throw new Error(`${target.id} listens on no port`)
    await firewall.silence(port, silence)
    const probe = ask(`http://127.0.0.1:${port}/livez`, { limitMs: probeMsMax })
    return {
      heal: async () => {
        const { status } = await probe
        await firewall.open(port)
        if (status !== 0) throw new Error(`${target.id} answered through a partition`)
      },
    }
  }
}

const probeMsMax = 1_000
