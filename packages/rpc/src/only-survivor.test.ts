import { silentLog } from '@switchyard/runtime/log'
import { expect, test } from 'vitest'
import { createChain } from './call-chain.ts'
import type { Entry } from './discovery.ts'
import type { Send } from './link.ts'
import { callOf } from './testing/call.ts'
import { fleetOf } from './testing/fleet.ts'
import { seededRandom } from './testing/seeded-random.ts'

const freezeMs = 2_000
const workMs = 15
const keyed = {
  kind: 'mutation',
  policy: { callers: ['anyone'], idempotency: 'key' },
  idempotencyKey: 'key-1',
} as const

/** Two instances: `a` stops for good at `freezeMs`, `b` stands still for a moment, connections are taken by both all the while. */
function setUp(hiccup: { fromMs: number; ms: number }) {
  const { watch, clock } = fleetOf(['a', 'b'])
  const runsAgainInMs = (id: string) => {
    const nowMs = clock.now()
    if (id === 'a') return nowMs < freezeMs ? 0 : Number.POSITIVE_INFINITY
    return nowMs >= hiccup.fromMs && nowMs < hiccup.fromMs + hiccup.ms ? hiccup.fromMs + hiccup.ms - nowMs : 0
  }
  const untilItRuns = async (id: string, signal?: AbortSignal) => {
    for (let ms = runsAgainInMs(id); ms > 0; ms = runsAgainInMs(id)) {
      await clock.sleep(Math.min(ms, 60_000), signal)
      signal?.throwIfAborted()
    }
  }
  const send: Send = async ({ instance, signal }) => {
    const id = instance?.instanceId ?? ''
    await untilItRuns(id, signal)
    await clock.sleep(workMs, signal)
    await untilItRuns(id, signal)
    return 'reply'
  }
  const ping = async ({ instanceId }: Entry) => {
    const answer = untilItRuns(instanceId).then(() => true)
    return await Promise.race([answer, clock.sleep(1_000).then(() => false)])
  }
  const random = seededRandom(hiccup.fromMs + hiccup.ms)
  return { clock, ...createChain({ watch, clock, log: silentLog, random, ping, probe: ping, send }) }
}

/** Fifty calls a second for four seconds, each with two seconds to be answered; resolves with what failed. */
async function callAllTheWhile({ clock, send }: ReturnType<typeof setUp>) {
  const failed: string[] = []
  for (let ms = 0; ms < 4_000; ms += 20) {
    const over = ms % 80 === 0 ? { ...keyed, idempotencyKey: `key-${ms}` } : {}
    const call = callOf(over, clock.now())
    const envelope = { ...call.envelope, deadlineAtMs: clock.now() + 2_000 }
    send({ ...call, envelope }).catch((error: Error) => failed.push(`at ${ms}: ${error.message}`))
    for (let step = 0; step < 4; step++) await clock.advance(5)
  }
  await clock.advance(3_000)
  return failed
}

const hiccups = [120, 160, 250, 400].flatMap((ms) =>
  [-60, -20, 20, 60, 100, 160, 600].map((afterMs) => ({ ms, afterMs })),
)
test.each(hiccups)(
  'of two instances one freezes, the other stands still for $ms ms $afterMs ms later: every call is answered',
  async ({ ms, afterMs }) => {
    expect(await callAllTheWhile(setUp({ fromMs: freezeMs + afterMs, ms }))).toEqual([])
  },
)
