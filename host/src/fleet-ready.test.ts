import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { untilFleetReady } from './fleet-ready.ts'
import { createProgress } from './progress.ts'
import { type Launch, Slot } from './slot.ts'
import { FakeTimers } from './timers.fake.ts'

function world() {
  const timers = new FakeTimers()
  const lines: string[] = []
  const folder = mkdtempSync(join(tmpdir(), 'switchyard-ready-'))
  writeFileSync(join(folder, 'orders-1.log'), 'DATABASE_URL is missing\n')
  const events: { ready(): void; ended(): void }[] = []
  const launch: Launch = ({ ready, ended }) => {
    events.push({ ready: () => ready(1), ended })
    return { pid: 1, terminate() {}, kill() {}, freeze() {}, thaw() {} }
  }
  const slot = new Slot({
    id: 'orders-1',
    service: 'orders',
    version: '1',
    launch,
    timers,
    onChange: () => fleet.changed(),
  })
  const stop = new AbortController()
  const fleet = untilFleetReady({
    waitingFor: () => (slot.state === 'ready' ? [] : [slot]),
    logOf: ({ id }) => join(folder, `${id}.log`),
    progress: createProgress({ write: (line) => lines.push(line), now: () => timers.now() }),
    timers,
    signal: stop.signal,
  })
  return {
    slot,
    fleet,
    timers,
    lines,
    stop,
    latest: () => events.at(-1),
    [Symbol.dispose]: () => rmSync(folder, { recursive: true }),
  }
}

it('resolves when nothing is waited for, and says every three seconds what is', async () => {
  using it = world()
  it.slot.start()
  it.timers.pass(3_000)
  it.latest()?.ready()
  await it.fleet.ready
  expect(it.lines).toEqual(['[  3.0 s] waiting for orders-1 (starting)'])
  it.timers.pass(3_000)
  expect(it.lines).toHaveLength(1)
})

it('gives up on an instance that ended four times, with the end of its log', async () => {
  using it = world()
  it.slot.start()
  for (let ends = 0; ends < 4; ends += 1) {
    it.latest()?.ended()
    it.timers.pass(2_500)
  }
  await expect(it.fleet.ready).rejects.toThrow(/^orders-1 ended 4 times[\s\S]*DATABASE_URL is missing$/)
})

it('is given up with the start', async () => {
  using it = world()
  it.slot.start()
  it.stop.abort(new Error('Ctrl-C'))
  await expect(it.fleet.ready).rejects.toThrow('Ctrl-C')
})
