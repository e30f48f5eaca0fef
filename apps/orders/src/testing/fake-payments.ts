import { randomUUID } from 'node:crypto'
import type { ChargeStanding, Payments } from '../payments.ts'

/** A payment provider that moves money once a key; `mode` decides what its caller hears. */
export class FakePayments implements Payments {
  readonly captured = new Map<string, string>()
  readonly declined = new Set<string>()
  readonly refunded = new Map<string, string>()
  mode: 'answers' | 'charges-silently' | 'hangs' | 'unreached' | 'declines' = 'answers'
  /** While set, questions about a key are answered so. */
  standing: ChargeStanding['kind'] | undefined
  /** Runs while a charge is under way. */
  during: (() => Promise<void>) | undefined

  async charge({ key }: { key: string }) {
    await this.during?.()
    if (this.mode === 'unreached') return { kind: 'unreached' as const }
    if (this.mode === 'hangs') return { kind: 'unknown' as const }
    if (this.mode === 'declines') {
      this.declined.add(key)
      return { kind: 'declined' as const }
    }
    const entryId = this.captured.get(key) ?? `ch_${randomUUID()}`
    this.captured.set(key, entryId)
    return this.mode === 'charges-silently' ? { kind: 'unknown' as const } : { kind: 'captured' as const, entryId }
  }

  async findCharge(key: string): Promise<ChargeStanding> {
    if (this.standing !== undefined && this.standing !== 'captured') return { kind: this.standing }
    const entryId = this.captured.get(key)
    if (entryId) return { kind: 'captured', entryId }
    return { kind: this.declined.has(key) ? 'declined' : 'nothing' }
  }

  async refund({ key }: { key: string }) {
    const entryId = this.refunded.get(key) ?? `re_${randomUUID()}`
    this.refunded.set(key, entryId)
    return this.mode === 'hangs' ? { kind: 'unknown' as const } : { kind: 'refunded' as const, entryId }
  }
}
