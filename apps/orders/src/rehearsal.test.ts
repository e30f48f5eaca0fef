import { orders } from '@switchyard/contracts/orders'
import { admit } from '@switchyard/rpc/admit'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { rehearsal } from './rehearsal.ts'

test.each(Object.entries(rehearsal))(
  '%s is rehearsed with an input that it takes, as somebody whom it lets in',
  (name, input) => {
    const operation = Object.entries(orders.operations).find(([known]) => known === name)?.[1]
    expect(z.safeParse(operation?.input ?? z.never(), input)).toMatchObject({ success: true })
    const principal = { kind: 'guest', id: 'rehearsal' } as const
    expect(() =>
      admit(operation?.policy ?? { callers: ['admin'] }, { callId: '', principal, deadlineAtMs: 0, traceparent: '' }),
    ).not.toThrow()
  },
)
