import 'server-only'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type PromisedRow, promisedRows } from './promised'

/** The table of docs/authorization.md; `null` where the shop runs without its documents. */
export const readPromised = async (): Promise<PromisedRow[] | null> =>
  readFile(join(/* turbopackIgnore: true */ process.cwd(), '../../docs/authorization.md'), 'utf8').then(
    promisedRows,
    () => null,
  )
