import { TestClock } from '@switchyard/runtime/clock'
import { expect, test } from 'vitest'
import { openControl } from './control.ts'
import type { Answer, Ask, Question } from './http.ts'

/** A host that gives each path an answer of its own. */
function controlOf(answers: Readonly<Record<string, Answer>>) {
  const asked: string[] = []
  const ask: Ask = async (url, { method = 'GET' }: Question = {}) => {
    const path = url.replace(/^http:\/\/\w+/, '')
    asked.push(`${method} ${path}`)
    return answers[path] ?? { status: 404, text: '{"code":"not_found"}' }
  }
  const clock = new TestClock(0)
  return { asked, control: openControl({ url: 'http://host', token: 'x', gateway: 'http://shop', ask, clock }), clock }
}
const slow = { target: { instance: 'orders-1' }, kind: 'latency', delayMs: 2_000, share: 1, ttlS: 20 } as const

test('a fault is put on and taken off by its id', async () => {
  const { control, asked } = controlOf({
    '/faults': { status: 201, text: '{"id":"f1","expiresAt":"2026-01-01T00:00:00.000Z"}' },
    '/faults/f1': { status: 200, text: '{"id":"f1"}' },
  })
  expect(await control.hurt(slow)).toBe('f1')
  await control.mend('f1')
  expect(asked).toEqual(['POST /faults', 'DELETE /faults/f1'])
})

test('a fault that has ended by itself is mended; one that stays is an error', async () => {
  await controlOf({}).control.mend('f1')
  const refusing = controlOf({ '/faults/f1': { status: 503, text: 'busy' } })
  await expect(refusing.control.mend('f1')).rejects.toThrow('the fault stays: 503 busy')
  const silent = controlOf({ '/faults/f1': { status: 0, text: 'timeout' } })
  await expect(silent.control.mend('f1')).rejects.toThrow('the fault stays: no answer (timeout)')
})

test('what the host refuses is an error with what it said', async () => {
  const { control } = controlOf({ '/instances/orders-1/kill': { status: 409, text: 'not ours' } })
  await expect(control.act('orders-1', 'kill')).rejects.toThrow('refused /instances/orders-1/kill: 409 not ours')
})

test('a shop is whole when all are ready, the replaced one anew, and the gateway reaches every service', async () => {
  const list = (pid: number, state: string) => ({
    status: 200,
    text: JSON.stringify([{ id: 'orders-1', service: 'orders', pid, port: 1, state, restarts: 0 }]),
  })
  const answers: Record<string, Answer> = {
    '/instances': list(1, 'ready'),
    '/readyz': { status: 200, text: '{"checks":{"orders":"down"}}' },
  }
  const { control, clock } = controlOf(answers)
  const replaced = { id: 'orders-1', service: 'orders', pid: 1, port: 1, state: 'ready', restarts: 0 } as const
  const whole = control.untilWhole({ limitMs: 5_000, replaced, signal: new AbortController().signal })
  await clock.advance(0)
  await clock.advance(1_000)
  answers['/instances'] = list(2, 'ready')
  await clock.advance(1_000)
  answers['/readyz'] = { status: 200, text: '{"checks":{"orders":"up"}}' }
  await clock.advance(1_000)
  expect(await whole).toBe(2_100)
})
