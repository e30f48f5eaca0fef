import { inventory } from '@switchyard/contracts/inventory'
import { silentLog } from '@switchyard/runtime/log'
import { expect, test, vi } from 'vitest'
import type { DeadLetter } from './dead-letter.ts'
import { type Arrival, NotYet } from './engine.ts'
import type { Handler } from './inbox.ts'
import type { Order } from './order.ts'
import { commandIntake } from './queue.ts'
import { receiver } from './receive.ts'

const id = '01996b1e-7c3f-7a51-8d57-0f2d4c6e8a01'
const payload = { orderId: '01996b1e-7c3f-7a51-8d57-0f2d4c6e8a02', stepId: 'release' }
const queue = 'inventory.releaseStock'
const letter = { id, name: queue, from: 'orders', payload, traceparent: null }
const arrival = (over: Partial<Arrival> = {}): Arrival => ({ id, letter, attempt: 1, failures: [], ...over })

function setUp(
  handler: Handler<typeof payload>,
  keep: (dead: DeadLetter) => Promise<void> = async () => {},
  order?: Order,
) {
  const add = vi.fn()
  const kept = vi.fn(keep)
  const settle = vi.fn(async () => {})
  const stopping = new AbortController()
  const { receive, abandon } = receiver({
    intake: {
      ...commandIntake(inventory.commands.releaseStock, handler, { attempts: 3 }),
      inOrder: order !== undefined,
    },
    acknowledgements: { add },
    keep: kept,
    settle,
    order: order ?? { check: async () => undefined, note: async () => undefined },
    isOutage: (error) => error instanceof Away,
    newId: () => crypto.randomUUID(),
    signal: stopping.signal,
    log: silentLog,
  })
  return { receive, abandon, add, kept, settle, stopping }
}
class Away extends Error {}
const fails: Handler<typeof payload> = async () => {
  throw new TypeError('no')
}

test('hands over what the contract promises and acknowledges to the sender after the handler is done', async () => {
  const order: string[] = []
  const { receive, add } = setUp(async (received) => {
    await Promise.resolve()
    order.push('handled')
    expect(received).toMatchObject({ id, name: queue, payload, consumer: queue, attempt: 2, attemptsMax: 3 })
  })
  add.mockImplementation(() => order.push('acknowledged'))
  await receive(arrival({ attempt: 2 }))
  expect(order).toEqual(['handled', 'acknowledged'])
  expect(add).toHaveBeenCalledExactlyOnceWith('orders', { id, queue })
})

test('a failure before the last attempt is neither acknowledged nor kept', async () => {
  const { receive, add, kept } = setUp(fails)
  await expect(receive(arrival({ attempt: 2 }))).rejects.toThrow('no')
  expect(add).not.toHaveBeenCalled()
  expect(kept).not.toHaveBeenCalled()
})

test('the last failure is kept with all reasons and only then acknowledged', async () => {
  const { receive, add, kept } = setUp(fails)
  await receive(arrival({ attempt: 3, failures: ['TypeError: 1', 'TypeError: 2'] }))
  const failures = ['TypeError: 1', 'TypeError: 2']
  expect(kept).toHaveBeenCalledWith(expect.objectContaining({ reason: 'TypeError: no', attempts: 3, failures }))
  expect(add).toHaveBeenCalledOnce()
})

test('a dead letter that could not be kept is not acknowledged, and comes again', async () => {
  const { receive, add } = setUp(fails, async () => {
    throw new Error('no database')
  })
  await expect(receive(arrival({ attempt: 3 }))).rejects.toThrow('no database')
  expect(add).not.toHaveBeenCalled()
})

test.each([1, 3, 30])(
  'a message is not dead because the database was away, and that was no try, on try %i',
  async (attempt) => {
    const { receive, add, kept } = setUp(async () => {
      throw new Away('terminating connection')
    })
    const put = await receive(arrival({ attempt })).catch((error: unknown) => error)
    expect(put).toBeInstanceOf(NotYet)
    expect(put).toMatchObject({ message: 'Error: terminating connection', cause: expect.any(Away) })
    expect(kept).not.toHaveBeenCalled()
    expect(add).not.toHaveBeenCalled()
  },
)

test('a dead letter that the database was away for uses up no try either', async () => {
  const { receive, add } = setUp(fails, async () => {
    throw new Away('terminating connection')
  })
  await expect(receive(arrival({ attempt: 3 }))).rejects.toThrow(NotYet)
  await expect(receive(arrival({ letter: 'garbage' }))).rejects.toThrow(NotYet)
  expect(add).not.toHaveBeenCalled()
})

test('a handler that was cut off by the end of the process has not used its last attempt', async () => {
  const { receive, kept, stopping } = setUp(async () => {
    stopping.abort()
    throw new Error('cut off')
  })
  await expect(receive(arrival({ attempt: 3 }))).rejects.toThrow('cut off')
  expect(kept).not.toHaveBeenCalled()
})

test.each([
  ['a payload that does not fit', { ...letter, payload: { orderId: 7 } }, 'orders'],
  ['something that is no letter', 'garbage', 'unknown'],
  ['a letter without an id', { ...letter, id: 'x' }, 'unknown'],
])('%s is kept at once and reaches no handler', async (_, malformed, from) => {
  const handler = vi.fn()
  const { receive, add, kept } = setUp(handler)
  await receive(arrival({ letter: malformed }))
  expect(handler).not.toHaveBeenCalled()
  expect(kept.mock.calls[0]?.[0]).toMatchObject({ letter: { id, from }, reason: expect.stringContaining('malformed') })
  expect(add).toHaveBeenCalledTimes(from === 'orders' ? 1 : 0)
})

test('a message that this version does not know is left to a newer instance until its last attempt', async () => {
  const { receive, kept } = setUp(async () => undefined)
  const unknown = { ...letter, name: 'inventory.moveStock' }
  await expect(receive(arrival({ letter: unknown }))).rejects.toThrow('nobody here handles inventory.moveStock')
  await receive(arrival({ letter: unknown, attempt: 3 }))
  expect(kept).toHaveBeenCalledOnce()
})

test('a letter that ended its process too often is kept and acknowledged', async () => {
  const { abandon, add, kept } = setUp(async () => undefined)
  await abandon(arrival({ attempt: 1 }), 'job stalled more than allowable limit')
  expect(kept).toHaveBeenCalledOnce()
  expect(add).toHaveBeenCalledOnce()
})

test('a replay that took effect is settled, and its sender, who was told long ago, is not told again', async () => {
  const { receive, add, settle } = setUp(async () => undefined)
  await receive(arrival({ letter: { ...letter, replay: 2 } }))
  expect(settle).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ id, replay: 2 }), queue)
  await receive(arrival())
  expect(settle).toHaveBeenCalledOnce()
  expect(add).toHaveBeenCalledOnce()
})

test('a replay that failed its last attempt is kept again, and not settled', async () => {
  const { receive, add, kept, settle } = setUp(fails)
  await receive(arrival({ letter: { ...letter, replay: 1 }, attempt: 3 }))
  expect(kept).toHaveBeenCalledWith(expect.objectContaining({ letter: { ...letter, replay: 1 } }))
  expect([settle, add].map(({ mock }) => mock.calls)).toEqual([[], []])
})

test('a letter that comes before its time is put off, also on its last attempt, and reaches no handler', async () => {
  const handler = vi.fn()
  const noted = vi.fn(async () => undefined)
  let isTime = false
  const check = async () => {
    if (!isTime) throw new NotYet()
  }
  const { receive, kept, add } = setUp(handler, undefined, { check, note: noted })
  await expect(receive(arrival({ attempt: 3 }))).rejects.toThrow(NotYet)
  expect([handler, kept, add, noted].map(({ mock }) => mock.calls.length)).toEqual([0, 0, 0, 0])
  isTime = true
  await receive(arrival({ attempt: 3 }))
  expect([handler, kept, add, noted].map(({ mock }) => mock.calls.length)).toEqual([1, 0, 1, 1])
})
