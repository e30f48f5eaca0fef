import { Believer } from '@switchyard/rpc/believer'
import { type Kept, registryTimes } from '@switchyard/rpc/discovery'
import { idOf, signRegistration } from '@switchyard/rpc/registration'
import { entryOf } from '@switchyard/rpc/testing/entry'
import { loadIdentity } from '@switchyard/rpc/tokens'
import { createView } from '@switchyard/rpc/view'
import { silentLog as log } from '@switchyard/runtime/log'
import type { Bench, Case } from '../case.ts'
import { figureOf, of } from '../figure.ts'
import { interleave } from '../interleave.ts'
import { measureTogether } from '../measure.ts'

const instances = 1_000
const { ttlMs } = registryTimes

/** What a caller spends on each reading of a registry of a thousand signed entries: seen before, and all of them new. */
export const readings: Case = {
  name: 'readings',
  async run(bench) {
    const { rounds, clock, secretsDir } = bench
    const kept = await signedListing(bench)
    const identity = await loadIdentity({ service: 'gateway', secretsDir, clock })
    const known = new Believer({ identity, clock, log })
    const view = createView({ clock, times: registryTimes })
    const read = async (believer: Believer) => {
      const reading = await believer.read('orders', { kept, whole: true })
      if (reading.present.length !== kept.length) throw new Error(`${reading.refused.length} entries were not believed`)
      view.take(reading, clock.now())
    }
    const samples = await interleave(
      {
        again: () => measureTogether(10, () => read(known)),
        new: () => measureTogether(1, () => read(new Believer({ identity, clock, log }))),
      },
      rounds,
    )
    return [
      figureOf(`a reading of ${kept.length} entries seen before`, of(samples.again, 'each')),
      figureOf(`a reading of ${kept.length} new entries, all checked`, of(samples.new, 'each')),
    ]
  },
}

async function signedListing({ clock, secretsDir, share }: Bench): Promise<Kept[]> {
  const identity = await loadIdentity({ service: 'orders', secretsDir, clock })
  return await Promise.all(
    Array.from({ length: Math.ceil(instances * share) }, async (_, n) => {
      const entry = entryOf(`orders-${n}`, { address: `10.0.${n >> 8}.${n & 255}:4000`, startedAtMs: clock.now() })
      const text = await signRegistration({ identity, entry, ttlMs, leaves: false })
      return { id: idOf(entry), text, expiresInMs: ttlMs }
    }),
  )
}
