import { describe, expect, it } from 'vitest'
import { type MailedOrder, renderMail } from './mail.ts'

const order: MailedOrder = {
  number: 'HT-7K3M9Q',
  name: 'Ada',
  reason: null,
  totalAmount: 24_005,
  charge: 'taken',
  lines: [{ title: 'Contour No. 2', size: 'a2', quantity: 2, edition: 100, numbers: [64, 65] }],
}

describe('a mail', () => {
  it('names every edition number of a confirmed order and what was paid', () => {
    const { subject, text } = renderMail('order_confirmed', order)
    expect(subject).toBe('Your prints are numbered: order HT-7K3M9Q')
    expect(text).toContain('Contour No. 2, A2 × 2: No. 64, No. 65 of 100')
    expect(text).toContain('€240.05')
  })

  it('says kindly why an order could not be, and that nothing was charged', () => {
    for (const reason of ['out_of_stock', 'payment_declined', 'payment_unavailable'] as const) {
      const { text } = renderMail('order_rejected', { ...order, reason, charge: 'none' })
      expect(text).toContain('Nothing was charged.')
      expect(text).not.toContain('!')
    }
    expect(renderMail('order_rejected', { ...order, reason: 'out_of_stock', charge: 'none' }).text).toContain(
      'Someone was quicker',
    )
  })

  it('tells of money on its way back only when money was taken', () => {
    expect(renderMail('order_cancelled', order).text).toContain('Your €240.05 are on their way back to you.')
    expect(renderMail('order_cancelled', { ...order, charge: 'none' }).text).toContain('Nothing was charged.')
  })
})
