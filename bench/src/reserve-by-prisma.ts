import { inventory } from '@switchyard/contracts/inventory'
import type { InventoryDatabase } from '@switchyard/db/inventory'
import type { Letter } from '@switchyard/messaging/engine'
import { v7 as newId } from 'uuid'

/** As long as a shop holds it, and longer than any lane beside this one, whose sweeps would end it. */
const holdMs = 900_000

const { reserveStock } = inventory.commands
/** On a busy machine its own five seconds are soon over. */
const patience = { timeout: 60_000, maxWait: 60_000 }

/** Reserves as most would: one interactive transaction a job that notes it, takes the stock, writes it down and answers. */
export async function reserveByPrisma({ prisma }: InventoryDatabase, { data }: { data: Letter }): Promise<void> {
  const { orderId, stepId, lines } = reserveStock.payload.parse(data.payload)
  const now = new Date()
  const expiresAt = new Date(now.getTime() + holdMs)
  await prisma.$transaction(async (tx) => {
    await tx.inboxMessage.create({ data: { consumer: reserveStock.name, messageId: data.id } })
    await tx.reservation.create({ data: { orderId, state: 'held', expiresAt, changedAt: now } })
    for (const { sku, quantity } of lines) {
      const stock = await tx.stock.findFirst({ where: { sku } })
      if (stock === null || stock.onHand - stock.reserved < quantity) throw new Error(`${sku} is sold out`)
      await tx.stock.update({ where: { sku }, data: { reserved: { increment: quantity } } })
      await tx.reservationLine.create({ data: { orderId, sku, quantity } })
      await tx.stockMovement.create({ data: { orderId, sku, kind: 'reserved', reserved: quantity, at: now } })
    }
    const payload = { orderId, stepId, expiresAt: expiresAt.toISOString() }
    await tx.outboxMessage.create({
      data: { id: newId(), kind: 'event', name: 'inventory.stockReserved', aggregateId: orderId, payload },
    })
  }, patience)
}
