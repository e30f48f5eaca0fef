import type { ChargeAnswer, Payments } from '@switchyard/orders/payments'
import type { Choice } from './act.ts'
import { BankBooks } from './bank-books.ts'
import type { SeededRandom } from './random.ts'
import type { Tasks, Way } from './tasks.ts'

type ChargeRequest = Parameters<Payments['charge']>[0]

/** How a bank behaves while there is trouble: how often each goes wrong, of one. */
export interface Mood {
  readonly away: number
  readonly silent: number
  readonly slow: number
  /** Whether it tells what it has done; otherwise whoever wants to know must ask. */
  readonly tells: boolean
}

/** The bank beyond a network: requests and answers get lost, come late, or find nobody there. */
export class Bank {
  readonly books: BankBooks
  readonly #tasks: Tasks
  readonly #random: SeededRandom
  /** How it behaves from now on. */
  mood: Mood
  /** Requests that their callers no longer wait for. */
  readonly #underWay: ChargeRequest[] = []

  constructor({ tasks, random, mood, newId }: { tasks: Tasks; random: SeededRandom; mood: Mood; newId: () => string }) {
    this.books = new BankBooks({ newId, tells: mood.tells })
    this.#tasks = tasks
    this.#random = random
    this.mood = mood
  }

  readonly payments: Payments = {
    charge: async (request) => {
      const { away, silent, slow, tells } = this.mood
      const answer = await this.#tasks.pause<ChargeAnswer>('charge', [
        { name: 'answered', weight: 1, act: () => this.books.charge(request) },
        { name: 'unreached', weight: away, act: () => unreached },
        { name: 'lost', weight: silent / 2, act: () => unknown },
        { name: 'answer lost', weight: silent, act: () => this.#silently(() => this.books.charge(request)) },
        { name: 'on its way', weight: tells ? slow : 0, act: () => this.#silently(() => this.#underWay.push(request)) },
        { name: 'thought about', weight: slow, act: () => this.#silently(() => this.books.takeOn(request)) },
      ])
      return await this.#reply('charge answered', answer, unknown)
    },
    findCharge: async (key) => {
      const answered: Way = { name: 'answered', weight: 1, act: () => this.books.findCharge(key) }
      const standing = await this.#tasks.pause<ReturnType<BankBooks['findCharge']>>('find charge', [
        answered,
        { name: 'unreached', weight: this.mood.away, act: () => unknown },
      ])
      return await this.#reply('find charge answered', standing, unknown)
    },
    refund: async (request) => {
      const answer = await this.#tasks.pause<ReturnType<BankBooks['refund']>>('refund', [
        { name: 'answered', weight: 1, act: () => this.books.refund(request) },
        { name: 'unreached', weight: this.mood.away, act: () => unknown },
        { name: 'answer lost', weight: this.mood.silent, act: () => this.#silently(() => this.books.refund(request)) },
      ])
      return await this.#reply('refund answered', answer, unknown)
    },
  }

  /** What it does by itself. */
  choices(): Choice[] {
    const request = this.#underWay[0]
    const pending = this.books.pending()
    return [
      ...(request ? [inner('a late charge arrives', () => this.#arrive(request))] : []),
      ...pending.slice(0, 1).map((key) => inner('the bank has thought enough', () => this.books.settle(key))),
    ]
  }

  /** Sometimes an answer takes its time, and other things happen between what was done and the news of it. */
  async #reply<Answer>(name: string, answer: Answer, lost: Answer): Promise<Answer> {
    if (!this.#random.chance(this.mood.slow)) return answer
    return await this.#tasks.pause<Answer>(name, [
      { name: 'heard', weight: 1, act: () => answer },
      { name: 'lost', weight: this.mood.silent, act: () => lost },
    ])
  }

  #silently(act: () => unknown) {
    act()
    return unknown
  }

  #arrive(request: ChargeRequest): void {
    this.#underWay.splice(this.#underWay.indexOf(request), 1)
    this.books.charge(request)
  }
}

const unknown = { kind: 'unknown' } as const
const unreached = { kind: 'unreached' } as const

const inner = (name: string, run: () => void): Choice => ({ weight: 0.4, draw: () => ({ name, kind: 'inner', run }) })
