import { type Consumer, type Engine, EngineAway, type JobState, type Letter, type QueueDepth } from '../engine.ts'

/** An engine that only holds letters, for tests of what stands around it: it can be away and it can lose everything. */
export class FakeEngine implements Engine {
  readonly queues = new Map<string, Map<string, Letter>>()
  /** Every `send` that succeeded, in order. */
  readonly sent: { queue: string; ids: string[] }[] = []
  readonly running = new Set<string>()
  away = false

  async send(queue: string, letters: readonly Letter[]): Promise<void> {
    this.#refuseWhenAway()
    const held = this.queues.get(queue) ?? new Map<string, Letter>()
    for (const letter of letters) held.set(letter.id, letter)
    this.queues.set(queue, held)
    this.sent.push({ queue, ids: letters.map(({ id }) => id) })
  }

  async states(queue: string, ids: readonly string[]): Promise<JobState[]> {
    this.#refuseWhenAway()
    return ids.map((id) => (this.running.has(id) ? 'active' : this.queues.get(queue)?.has(id) ? 'waiting' : 'gone'))
  }

  async depth(queue: string): Promise<QueueDepth> {
    this.#refuseWhenAway()
    return { active: 0, waiting: this.queues.get(queue)?.size ?? 0, delayed: 0, failed: 0 }
  }

  consume(): Consumer {
    return { close: async () => undefined }
  }

  disconnect(): void {}

  idsOn(queue: string): string[] {
    return [...(this.queues.get(queue)?.keys() ?? [])]
  }

  wipe(): void {
    this.queues.clear()
  }

  #refuseWhenAway(): void {
    if (this.away) throw new EngineAway('away, says the test')
  }
}
