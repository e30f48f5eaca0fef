import { createHmac } from 'node:crypto'
import { expect, test } from 'vitest'
import { readPaymentNotice } from './payment-webhook.ts'

const secret = 'shared with the provider'
const nowMs = Date.UTC(2026, 10, 23)
const body = JSON.stringify({
  eventId: 'evt_1',
  type: 'charge.captured',
  orderId: '0193f000-0000-7000-8000-00000000000a',
  entryId: 'ch_1',
})
const signed = (text: string, atMs: number, key = secret) => {
  const t = Math.floor(atMs / 1000)
  return `t=${t},v1=${createHmac('sha256', key).update(`${t}.${text}`).digest('hex')}`
}

test('reads a notice that the provider signed', () => {
  expect(readPaymentNotice({ body, signature: signed(body, nowMs) }, { secret, nowMs }).entryId).toBe('ch_1')
})

test.each([
  ['another body', `${body} `, signed(body, nowMs)],
  ['another secret', body, signed(body, nowMs, 'guessed')],
  ['no signature', body, undefined],
  ['an empty signature', body, ''],
  ['a signature of ten minutes ago', body, signed(body, nowMs - 600_000)],
  ['a signature without a time', body, `v1=${createHmac('sha256', secret).update(`undefined.${body}`).digest('hex')}`],
])('refuses a notice with %s', (_, text, signature) => {
  expect(() => readPaymentNotice({ body: text, signature }, { secret, nowMs })).toThrow('payments-signature')
})

test('says what is wrong with a genuine notice of an unknown kind', () => {
  const strange = body.replace('charge.captured', 'charge.imagined')
  expect(() => readPaymentNotice({ body: strange, signature: signed(strange, nowMs) }, { secret, nowMs })).toThrow(
    'type',
  )
})
