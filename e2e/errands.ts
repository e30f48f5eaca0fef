import { randomUUID } from 'node:crypto'
import { expect } from '@playwright/test'
import { PlacedOrder } from '@switchyard/contracts/orders'
import { orderFor, type Partner } from './partner.ts'
import type { Answer } from './rest.ts'

/** What many people do at once about one print. Nothing here throws for what the shop answers, it is all kept in `wrong`. */
export function openErrands(sku: string, partner: Partner) {
  const bought: { key: string; answer: Answer }[] = []
  const wrong: string[] = []
  /** Keeps an answer that was not as it should be, or that did not come at all. */
  const judge = async (what: string, answered: Promise<Answer>, isRight: (answer: Answer) => boolean) => {
    const answer = await answered.catch((error: unknown) => String(error))
    if (typeof answer !== 'string' && isRight(answer)) return answer
    wrong.push(`${what}: ${typeof answer === 'string' ? answer : told(answer)}`)
    return undefined
  }
  const lastOrder = () => Object(bought.at(-1)?.answer.body).orderId
  /** The first is answered by inventory alone, the second by orders alone. */
  const paths = () => [`/stock/${sku}`, `/orders/${lastOrder()}`, `/products/${sku.slice(0, -3)}`, '/products?limit=12']

  return {
    wrong,
    buys: async () => {
      const key = randomUUID()
      const answer = await judge('an order', partner.sendOrder({ json: orderFor({ sku }), key }), is202)
      if (answer) bought.push({ key, answer })
    },
    /** Asks the nth of four questions, of which `kinds` are asked in turn. */
    looks: async (n: number, { kinds = 4 } = {}) => {
      const path = paths()[n % kinds] ?? ''
      await judge(path, partner.ask(path), isWhole)
    },
    /** Waits until every order is confirmed, one after the other, so that the waiting is no load of its own. */
    settle: async (): Promise<PlacedOrder[]> => {
      const orders = bought.map(({ answer }) => PlacedOrder.parse(answer.body))
      for (const { orderId } of orders) await partner.waitsFor(orderId, 'confirmed', { timeout: 30_000 })
      return orders
    },
    /** Sends every order once more under its key, which has to make no other one. */
    repeat: async () => {
      for (const { key, answer } of bought) {
        const again = await partner.sendOrder({ json: orderFor({ sku }), key })
        expect([again.status, again.text]).toEqual([answer.status, answer.text])
      }
    },
  }
}

const is202 = ({ status }: Answer) => status === 202

/** Answered, and with nothing left out of it. */
const isWhole = (answer: Answer) => answer.status === 200 && degradedIn(answer).length === 0

const degradedIn = ({ body }: Answer): readonly string[] => Object(body).degraded ?? []

function told(answer: Answer): string {
  const { status, text } = answer
  return status === 200 ? `lacks ${degradedIn(answer).join(' and ')}` : `${status} ${text.slice(0, 300)}`
}
