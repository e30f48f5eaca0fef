import type { CopyDesk } from '@switchyard/messaging/copy-desk'
import type { TablesOf } from '@switchyard/messaging/row-digests'
import { labClosed } from './lab-closed.ts'

const ofOrder = 'order_id = $1::uuid'

/** Everything that orders knows of one order. */
export const tablesOfOrder: TablesOf = {
  orders: 'id = $1::uuid',
  order_lines: ofOrder,
  timeline: ofOrder,
  sagas: ofOrder,
  saga_steps: ofOrder,
  payments: ofOrder,
  mails: ofOrder,
  order_journal: ofOrder,
  order_history: ofOrder,
  sales: ofOrder,
  webhook_deliveries: ofOrder,
}

/** Where the lab is closed nothing is copied. */
export const closedCopyDesk: CopyDesk = { copyMessages: labClosed, rowsOf: labClosed }
