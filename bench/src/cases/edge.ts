import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { Case } from '../case.ts'
import { addedBy, figureOf, of } from '../figure.ts'
import { interleave, type Sample } from '../interleave.ts'

/** So often sixteen ask before it is the next lane's turn: some twenty milliseconds. */
const waves = 16
const turns = 20

/**
 * What authentication, authorization and limit together add to a request at the gateway's door: of a guest, of who is
 * signed in and of a partner, each against the same door without the three.
 */
export const edge: Case = {
  name: 'edge',
  async run({ rounds, share, redisUrl }) {
    await using doors = await openDoors(await redisUrl())
    const lane = (name: string) => () => doors.costOf(name)
    const lanes = { open: lane('open'), guest: lane('guest'), person: lane('person'), partner: lane('partner') }
    /** A turn is held against the open door's turn beside it, so that what befalls the machine befalls both. */
    const oneRound = async (): Promise<Sample> => {
      const { open, guest, person, partner } = await interleave(lanes, Math.ceil(turns * share))
      const added = (lane: readonly Sample[]) => figureOf('added', addedBy(lane, open, 'cpu')).median
      return {
        open: figureOf('open', of(open, 'cpu')).median,
        ...{ guest: added(guest), person: added(person), partner: added(partner) },
      }
    }
    const { samples } = await interleave({ samples: oneRound }, rounds)
    const asked = 'authentication, authorization and limit add'
    return [
      figureOf('a request without any of the three, CPU', of(samples, 'open')),
      figureOf(`${asked} for a guest, CPU`, of(samples, 'guest'), 80),
      figureOf(`${asked} for who is signed in, CPU`, of(samples, 'person'), 80),
      figureOf(`${asked} for a partner, CPU`, of(samples, 'partner'), 80),
    ]
  },
}

async function openDoors(redisUrl: string) {
  // The young generation that the host gives a gateway: with another, garbage falls to other turns.
  const child = fork(join(import.meta.dirname, '..', 'edge-process.ts'), [redisUrl, String(waves)], {
    execArgv: ['--max-semi-space-size=8'],
  })
  // A bench that waits for who has died would wait for ever.
  const died = new AbortController()
  child.once('exit', () => died.abort())
  const told = () => once(child, 'message', { signal: died.signal })
  await told()
  return {
    /** CPU of one request in a lane, whichever of the gateway's threads took it. */
    async costOf(lane: string): Promise<Sample> {
      const answer = told()
      child.send(lane)
      return (await answer)[0] as Sample
    },
    async [Symbol.asyncDispose]() {
      if (died.signal.aborted) return
      const gone = once(child, 'exit')
      child.disconnect()
      await gone
    },
  }
}
