import { openCopier } from '@switchyard/messaging/copies'
import { createCopyDesk } from '@switchyard/messaging/copy-desk'
import type { Messaging } from '@switchyard/messaging/messaging'
import type { Clock } from '@switchyard/runtime/clock'
import type { Log } from '@switchyard/runtime/log'
import type { Pool } from 'pg'
import { tablesOfOrder } from './lab-copies.ts'
import { openDualWrite } from './lab-dual-write.ts'
import { createNoteStore } from './lab-note-store.ts'
import { openNotebook } from './lab-notebook.ts'

interface LabOptions {
  pool: Pool
  messaging: Messaging
  redisUrl: string
  redisPrefix: string
  clock: Clock
  newId: () => string
  random: () => number
  /** Ends this process at once, as a power cut would. */
  die: () => void
  log: Log
}

/** What orders does for the lab alone, on connections of its own. */
export function openLab(options: LabOptions) {
  const { pool, messaging, clock, newId, die } = options
  const dualWrite = openDualWrite(options)
  const copier = openCopier({ service: 'orders', ...options })
  return {
    notebook: openNotebook({ store: createNoteStore({ pool }), messaging, dualWrite, die, clock, newId }),
    copies: createCopyDesk({ copier, pool, tables: tablesOfOrder }),
    close: () => {
      dualWrite.close()
      copier.close()
    },
  }
}
