/**
 * SAGA at work: from a placed order to numbered prints, and back.
 *
 *     pending ──reserve──▶ reserved ──charge──▶ paid ──commit──▶ confirmed ──▶ shipped ──▶ delivered
 *                 │                     │ pivot           │
 *     undo:    release               refund        release gives back what was sold
 *
 * Reserve and commit are done by inventory, charge by our own worker. Before the pivot a refusal, the end of the hold or
 * the deadline of the whole rejects the order; after it we only go forward, unless the hold on the stock is gone.
 * Whoever cancels or returns an order undoes everything, from anywhere: the same two undos, each once under its own id.
 * `docs/fulfilment.md` draws this table.
 */
import { inventory } from '@switchyard/contracts/inventory'
import { orders } from '@switchyard/contracts/orders'
import { saga, stepIdOf, undoIdOf } from '@switchyard/messaging/saga'

const { reserveStock, commitStock, releaseStock } = inventory.commands
const { stockReserved, stockRefused, stockCommitted, stockReleased } = inventory.events
const { chargeCard, refundCard } = orders.commands

/** The steps of every order; `reaches` is the order's status once the step is done. */
export const fulfilOrder = saga('fulfil-order', { pivotWithinMs: 15 * 60_000 }, [
  {
    name: 'reserve',
    request: reserveStock,
    done: stockReserved,
    refused: stockRefused,
    undo: releaseStock,
    undone: stockReleased,
    answerWithinMs: 5_000,
    reaches: 'reserved',
  },
  {
    name: 'charge',
    request: chargeCard,
    undo: refundCard,
    pivot: true,
    // Longer than the queue tries by itself.
    answerWithinMs: 120_000,
    reaches: 'paid',
  },
  {
    name: 'commit',
    request: commitStock,
    done: stockCommitted,
    refused: stockRefused,
    answerWithinMs: 5_000,
    reaches: 'confirmed',
  },
])

type FulfilmentStep = (typeof fulfilOrder.steps)[number]['name']

/** The id under which a step of an order's fulfilment is asked and answered. */
export const stepId = (orderId: string, step: FulfilmentStep): string => stepIdOf(orderId, step)

/** The id under which a step's undo is asked and answered. */
export const undoId = (orderId: string, step: FulfilmentStep): string => undoIdOf(orderId, step)
