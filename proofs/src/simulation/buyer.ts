import type { OrderStatus } from '@switchyard/contracts/orders'
import { isFailure } from '@switchyard/rpc/failure'
import type { Choice } from './act.ts'
import { declinedCard } from './bank-books.ts'
import type { SeededRandom } from './random.ts'
import type { Requests, Wish } from './requests.ts'

type Asked = 'place' | 'cancel' | 'return' | 'ship' | 'deliver'

interface Means {
  readonly name: string
  readonly sku: string
  readonly random: SeededRandom
  readonly requests: Requests
  readonly statusOf: (orderId: string) => OrderStatus | undefined
  /** Lets one of orders' instances work on a request; `answered` is called unless it dies first. */
  readonly ask: (name: string, work: () => Promise<unknown>, answered: (error: unknown) => void) => Promise<void>
  /** An answer that nobody should ever get. */
  readonly failed: (error: unknown) => void
}

/** Somebody who buys one order, double-clicks, changes their mind, and those who pack and carry for them. */
export class Buyer {
  readonly #means: Means
  readonly #wish: Wish
  readonly #left: Record<Asked, number>
  #orderId: string | undefined
  #asked = 0
  #promised: OrderStatus | undefined

  constructor(means: Means) {
    const { random, sku } = means
    const some = (share: number, times = 1) => (random.chance(share) ? times : 0)
    this.#means = means
    this.#wish = { sku, quantity: 1 + some(0.2), card: random.chance(0.12) ? declinedCard : 'tok_ok' }
    this.#left = {
      ...{ place: 1 + some(0.25), cancel: some(0.35) + some(0.1), return: some(0.35) + some(0.1) },
      ...{ ship: some(0.6), deliver: some(0.5) },
    }
  }

  /** An order and the status that its owner was told it has for good. */
  get promise(): { orderId: string; status: OrderStatus } | undefined {
    return this.#orderId !== undefined && this.#promised
      ? { orderId: this.#orderId, status: this.#promised }
      : undefined
  }

  /** What they may still ask for. */
  choices(): Choice[] {
    const orderId = this.#orderId
    const status = orderId === undefined ? undefined : this.#means.statusOf(orderId)
    if (orderId === undefined || status === undefined) return this.#act('place', 2, () => this.place())
    const isSent = status === 'shipped' || status === 'delivered'
    const carry = (to: 'shipped' | 'delivered') => this.#means.requests.moveParcel(orderId, to)
    return [
      ...this.#act('place', 0.3, () => this.place()),
      ...this.#act('cancel', 0.2, () => this.#giveUp('cancel', orderId)),
      ...this.#act('return', isSent ? 0.5 : 0.01, () => this.#giveUp('return', orderId)),
      ...(status === 'confirmed' ? this.#act('ship', 0.7, () => this.#ask('ship', () => carry('shipped'))) : []),
      ...(status === 'shipped' ? this.#act('deliver', 0.5, () => this.#ask('deliver', () => carry('delivered'))) : []),
    ]
  }

  /** Places the order, always under one key. */
  async place(): Promise<void> {
    const { requests, name } = this.#means
    await this.#ask('place', async () => {
      const { orderId } = await requests.place(this.#wish, `place-${name}`)
      if (this.#orderId !== undefined && this.#orderId !== orderId) {
        this.#means.failed(new Error('one key was answered with two orders'))
      }
      this.#orderId = orderId
    })
  }

  #act(name: Asked, weight: number, run: () => Promise<void>): Choice[] {
    return this.#left[name] > 0 ? [{ weight, draw: () => ({ name: `ask ${name}`, kind: 'message', run }) }] : []
  }

  /** A repeat comes under the same key or under a new one. */
  async #giveUp(operation: 'cancel' | 'return', orderId: string): Promise<void> {
    const key = `${this.#means.name} ${this.#means.random.chance(0.5) ? operation : this.#asked}`
    await this.#ask(operation, async () => {
      const { status } = await this.#means.requests[operation](orderId, key)
      this.#promised = status
    })
  }

  async #ask(name: Asked, work: () => Promise<unknown>): Promise<void> {
    this.#left[name] -= 1
    this.#asked += 1
    // Whoever hears nothing asks once more.
    const unheard = () => {
      if (name === 'place' && this.#orderId === undefined && this.#asked < 4) this.#left.place += 1
    }
    await this.#means.ask(name, work, (error) => {
      if (error === undefined || isFailure(error, 'order_not_cancellable') || isFailure(error, 'order_not_returnable'))
        return
      unheard()
      this.#means.failed(error)
    })
  }
}
