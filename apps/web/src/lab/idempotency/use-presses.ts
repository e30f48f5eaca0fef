'use client'

import { skipToken, useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useGateway } from '~/gateway-browser'
import type { KeyStory, Way } from './idempotency-goals'
import { becomeSomebody, type Press, pressPay } from './press-pay'

interface Pressed {
  way: Way
  pair: readonly [Press, Press]
  presses: readonly Press[]
}

/** Presses Pay in the four ways, and follows which orders were confirmed under the newest key. */
export function usePresses() {
  const gateway = useGateway()
  const [pressed, setPressed] = useState<Pressed>()
  const run = useMutation({
    mutationFn: async (way: Way) => setPressed(await pressIn(way, pressed?.presses ?? [])),
  })
  const to = pressed?.pair[0].email
  const mails = useQuery({
    ...gateway.lab.mailbox.queryOptions(to ? { to } : skipToken),
    refetchInterval: 1_000,
  })
  const confirmed = mails.data?.flatMap((mail) => (mail.kind === 'order_confirmed' ? [mail.orderId] : []))
  return {
    story: pressed && ({ ...pressed, confirmed: confirmed ?? [] } satisfies KeyStory),
    /** When it was last asked which orders were confirmed. */
    at: mails.dataUpdatedAt,
    run: run.mutate,
    /** What is being done right now. */
    doing: run.isPending ? run.variables : undefined,
    refused: run.error ? 'The shop did not answer; with the same key you may press again.' : undefined,
  }
}

async function pressIn(way: Way, before: readonly Press[]): Promise<Pressed> {
  await becomeSomebody()
  if (way === 'twice' || way === 'at-once') {
    const press = () => pressPay(asked)
    const asked = newPress()
    const pair: [Press, Press] = way === 'at-once' ? await together(press) : [await press(), await press()]
    return { way, pair, presses: pair }
  }
  const first = before[0] ?? (await pressPay(newPress()))
  const { who, key, email, quantity } = first
  const change = way === 'somebody' ? { who: 'somebody' as const } : { quantity: quantity + 1 }
  const second = await pressPay({ who, key, email, quantity, ...change })
  return { way, pair: [first, second], presses: [...(before.length > 0 ? before : [first]), second] }
}

const together = (press: () => Promise<Press>): Promise<[Press, Press]> => Promise.all([press(), press()])

/** Under a key of its own, to an address that nobody else gives. */
function newPress(): Pick<Press, 'who' | 'key' | 'email' | 'quantity'> {
  const key = crypto.randomUUID()
  return { who: 'you', key, email: `twice-${key.slice(0, 8)}@halftone.test`, quantity: 1 }
}
