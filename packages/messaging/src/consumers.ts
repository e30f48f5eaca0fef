import type { ConsumeOptions, Consumer, Engine } from './engine.ts'

/** The consumers of one service in this process; each can be opened anew. */
export class Consumers {
  readonly #engine: Pick<Engine, 'consume'>
  readonly #open = new Map<string, { consumer: Consumer; options: ConsumeOptions }>()

  constructor(engine: Pick<Engine, 'consume'>) {
    this.#engine = engine
  }

  get queues(): string[] {
    return [...this.#open.keys()]
  }

  open(queue: string, options: ConsumeOptions): void {
    this.#open.set(queue, { consumer: this.#engine.consume(queue, options), options })
  }

  /** In place of one that hangs, which is told to close and not waited for. */
  reopen(queue: string): void {
    const hung = this.#open.get(queue)
    if (!hung) return
    hung.consumer.close().catch(() => undefined)
    this.open(queue, hung.options)
  }

  /** Resolves when all have finished what they have in hand; may never resolve while the engine is away. */
  async close(): Promise<void> {
    await Promise.allSettled([...this.#open.values()].map(({ consumer }) => consumer.close()))
  }
}
