import { createHmac } from 'node:crypto'
import { type Ask, ask as askOverHttp } from './http.ts'
import { readLedger } from './ledger.ts'
import { inParallel } from './parallel.ts'
import type { Strike } from './strike.ts'

/** What it takes to speak as the payment provider. */
export interface Provider {
  readonly ledgerUrl: string
  readonly ledgerToken: string
  readonly webhookUrl: string
  readonly webhookSecret: string
}

/**
 * Has the payment provider tell again what it told before: each of its last notices so many times, all of them mixed, many
 * at once. A notice that is not taken at once is told again, as the provider would.
 */
export function repeatWebhooks(times: number, { ask = askOverHttp }: { ask?: Ask } = {}): Strike {
  return async ({ ground: { provider }, random, clock }) => {
    if (provider === undefined) throw new Error('nobody knows how the payment provider signs')
    const { ledgerUrl, ledgerToken, webhookUrl, webhookSecret } = provider
    const entries = (await readLedger({ url: ledgerUrl, token: ledgerToken, ask })).slice(-noticesMax)
    const notices = entries.flatMap(({ entryId, kind, orderId }) =>
      Array.from({ length: times }, () => ({ eventId: `evt_${entryId}`, type: `${kind}.captured`, orderId, entryId })),
    )
    const mixed = notices.map((notice) => ({ notice, at: random.next() })).sort((a, b) => a.at - b.at)
    const taken = await inParallel(
      mixed,
      async ({ notice }) => {
        const seconds = Math.floor(clock.now() / 1000)
        const signature = createHmac('sha256', webhookSecret)
          .update(`${seconds}.${JSON.stringify(notice)}`)
          .digest('hex')
        for (let tries = 1; tries <= triesMax; tries += 1) {
          const headers = { 'payments-signature': `t=${seconds},v1=${signature}` }
          const { status } = await ask(webhookUrl, { method: 'POST', headers, body: notice })
          if (status >= 200 && status < 300) return true
        }
        return false
      },
      { width: atOnce },
    )
    const refused = taken.filter((each) => !each).length
    return { findings: () => ({ webhooks: taken.length, webhooksRefused: refused }) }
  }
}

const noticesMax = 100
const triesMax = 3
const atOnce = 16
