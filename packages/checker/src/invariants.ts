import type { Invariant } from './invariant.ts'
import { invariantsOfMessages } from './invariants-of-messages.ts'
import { invariantsOfMoney } from './invariants-of-money.ts'
import { invariantsOfOrders } from './invariants-of-orders.ts'
import { invariantsOfReadModels } from './invariants-of-read-models.ts'
import { invariantsOfStock } from './invariants-of-stock.ts'

/** Everything that must hold whatever has failed. */
export const invariants: readonly Invariant[] = [
  ...invariantsOfOrders,
  ...invariantsOfMoney,
  ...invariantsOfStock,
  ...invariantsOfMessages,
  ...invariantsOfReadModels,
]
