import type { Reservation } from '@switchyard/contracts/inventory'
import { Failure } from '@switchyard/rpc/failure'
import type { Stockroom } from '../stockroom.ts'

/** Inventory as orders knows it: reserve, commit and release with its tombstones. */
export class FakeInventory implements Stockroom {
  readonly stock: Map<string, number>
  readonly reservations = new Map<string, Reservation>()
  isDown = false
  #next = new Map<string, number>()

  constructor(stock: Record<string, number>) {
    this.stock = new Map(Object.entries(stock))
  }

  async quote(skus: readonly string[]) {
    if (this.isDown)
      throw new Failure('inventory_unavailable', {}, { cause: Object.assign(new Error(), { code: 'ECONNREFUSED' }) })
    const unitPrice = { amount: 12_000, currency: 'EUR' as const }
    return skus
      .filter((sku) => this.stock.has(sku))
      .map((sku) => ({
        ...{ sku, slug: sku.slice(0, -3), title: 'Contour No. 2' },
        size: 'a2' as const,
        edition: 100,
        unitPrice,
        available: 1,
      }))
  }

  async reservation(orderId: string) {
    if (this.isDown) throw new Failure('unavailable')
    return this.reservations.get(orderId) ?? null
  }

  /** Carries a command out and returns the event that answers it. */
  handle(name: string, payload: { orderId: string; stepId: string; lines?: { sku: string; quantity: number }[] }) {
    const { orderId, stepId } = payload
    const expiresAt = '2026-12-01T00:00:00.000Z'
    const refused = { name: 'inventory.stockRefused', payload: { orderId, stepId, sku: null } }
    if (name === 'inventory.reserveStock') {
      const known = this.reservations.get(orderId) ?? this.#reserve(orderId, payload.lines ?? [])
      const held = known.state === 'held' || known.state === 'committed'
      return held ? { name: 'inventory.stockReserved', payload: { orderId, stepId, expiresAt } } : refused
    }
    if (name === 'inventory.commitStock') {
      const lines = this.#commit(orderId)
      return lines ? { name: 'inventory.stockCommitted', payload: { orderId, stepId, lines } } : refused
    }
    this.end(orderId, 'released')
    return { name: 'inventory.stockReleased', payload: { orderId, stepId } }
  }

  /** Gives back what is held or sold; before any reservation it forbids one. */
  end(orderId: string, state: 'released' | 'expired'): void {
    const known = this.reservations.get(orderId)
    if (known?.state === 'held' || known?.state === 'committed') {
      for (const { sku, quantity } of known.lines) this.stock.set(sku, (this.stock.get(sku) ?? 0) + quantity)
    }
    if (known && known.state !== 'held' && known.state !== 'committed') return
    this.reservations.set(orderId, { orderId, state, lines: [], expiresAt: null })
  }

  #reserve(orderId: string, lines: { sku: string; quantity: number }[]): Reservation {
    const enough = lines.every(({ sku, quantity }) => (this.stock.get(sku) ?? 0) >= quantity)
    if (enough) for (const { sku, quantity } of lines) this.stock.set(sku, (this.stock.get(sku) ?? 0) - quantity)
    const reservation: Reservation = {
      ...{ orderId, state: enough ? 'held' : 'refused', expiresAt: null },
      lines: lines.map((line) => ({ ...line, numbers: [] })),
    }
    this.reservations.set(orderId, reservation)
    return reservation
  }

  #commit(orderId: string) {
    const known = this.reservations.get(orderId)
    if (known?.state !== 'held' && known?.state !== 'committed') return undefined
    const lines = known.lines.map((line) => {
      const next = this.#next.get(line.sku) ?? 1
      if (line.numbers.length > 0) return line
      this.#next.set(line.sku, next + line.quantity)
      return { ...line, numbers: Array.from({ length: line.quantity }, (_, index) => next + index) }
    })
    this.reservations.set(orderId, { ...known, state: 'committed', lines })
    return lines.map(({ sku, numbers }) => ({ sku, numbers }))
  }
}
