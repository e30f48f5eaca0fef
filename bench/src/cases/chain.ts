import { createChain } from '@switchyard/rpc/call-chain'
import type { Entry, Watch } from '@switchyard/rpc/discovery'
import type { Call, Send } from '@switchyard/rpc/link'
import { callOf } from '@switchyard/rpc/testing/call'
import { echo } from '@switchyard/rpc/testing/echo'
import { entryOf } from '@switchyard/rpc/testing/entry'
import { loadIdentity } from '@switchyard/rpc/tokens'
import { createTransport } from '@switchyard/rpc/transport'
import { silentLog as log } from '@switchyard/runtime/log'
import type { Bench, Case } from '../case.ts'
import { startEcho } from '../echo-service.ts'
import { addedBy, figureOf, of } from '../figure.ts'
import { interleave } from '../interleave.ts'
import { measureTogether, measureWaits } from '../measure.ts'

/** Short turns, many of them: a busy machine then slows both lanes alike. */
const callsOverTheWire = 250
const turnsARound = 20
const callsInProcess = 20_000

/** The whole chain of patterns against the bare transport, to a real service in another process; then around nothing at all. */
export const chain: Case = {
  name: 'chain',
  async run(bench) {
    const { rounds, share, clock, secretsDir } = bench
    await using service = await startEcho({ secretsDir })
    const identity = await loadIdentity({ service: 'gateway', secretsDir, clock })
    const { close, ...wire } = createTransport({ identity, clock })
    const { instance } = service
    const chained = chainOver([instance], wire, bench)
    const ask = newCall(bench)
    const times = Math.ceil(callsOverTheWire * share)
    const { bare, whole } = await interleave(
      {
        bare: () => measureWaits(times, () => wire.send({ ...ask(), instance })),
        whole: () => measureWaits(times, () => chained(ask())),
      },
      rounds * turnsARound,
    )
    await close()
    return [
      figureOf('a call over the bare transport, CPU', of(bare, 'cpu')),
      figureOf('a call over the bare transport, p50', of(bare, 'p50')),
      figureOf('the chain adds, CPU', addedBy(whole, bare, 'cpu'), 40),
      figureOf('the chain adds, p50', addedBy(whole, bare, 'p50'), 300),
      ...(await aroundNothing(bench)),
    ]
  },
}

/** Without a network there is nothing but the chain: what it costs to the last microsecond. */
async function aroundNothing(bench: Bench) {
  const reply = { words: 'x' }
  const immediate: Send = async () => reply
  const silent = async () => true
  const entries = ['orders-1', 'orders-2', 'orders-3'].map((id) => entryOf(id))
  const chained = chainOver(entries, { send: immediate, ping: silent, probe: silent }, bench)
  const ask = newCall(bench)
  const times = Math.ceil(callsInProcess * bench.share)
  const { bare, whole } = await interleave(
    {
      bare: () => measureTogether(times, () => immediate(ask())),
      whole: () => measureTogether(times, () => chained(ask())),
    },
    bench.rounds,
  )
  return [figureOf('the chain around a reply that is there at once', addedBy(whole, bare, 'each'), 40)]
}

type Wire = Pick<ReturnType<typeof createTransport>, 'send' | 'ping' | 'probe'>

function chainOver(entries: readonly Entry[], wire: Wire, { clock }: Bench): Send {
  const closed = new AbortController().signal
  const watch: Watch = { entries, refused: [], ready: Promise.resolve(), closed, close() {} }
  return createChain({ watch, ...wire, clock, log, random: Math.random }).send
}

const newCall =
  ({ clock }: Bench) =>
  (): Call =>
    callOf({ name: 'say', policy: echo.operations.say.policy, input: { words: 'x' } }, clock.now())
