import type { CopyDesk } from '@switchyard/messaging/copy-desk'
import type { TablesOf } from '@switchyard/messaging/row-digests'
import { Failure } from '@switchyard/rpc/failure'

/** Everything that inventory knows of one order. */
export const tablesOfOrder: TablesOf = {
  reservation: 'order_id = $1::uuid',
  reservation_line: 'order_id = $1::uuid',
  edition_number: 'order_id = $1::uuid',
  stock_movement: 'order_id = $1::uuid',
}

const closed = async (): Promise<never> => {
  throw new Failure('not_found', { detail: 'The lab is closed here: LAB_ENABLED is 0.' })
}

/** Where the lab is closed nothing is copied. */
export const closedCopyDesk: CopyDesk = { copyMessages: closed, rowsOf: closed }
