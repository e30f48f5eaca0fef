import { open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { askPostgres } from './ask-postgres.ts'
import { enginesOf } from './engines.ts'
import type { Strike } from './strike.ts'

/**
 * Fills the disk under Postgres to the last byte, and has it begin new files of its log until there is no place for one:
 * what it made in advance would carry a small shop for minutes.
 */
export const fillDisk: Strike = async ({ ground, signal }) => {
  const { postgresUrl, postgresDir } = enginesOf(ground)
  const filler = join(postgresDir, 'filler')
  const heal = () => rm(filler, { force: true })
  try {
    const bytesFilled = await fill(filler, signal)
    const statement = `SELECT pg_logical_emit_message(false, 'chaos', 'full'), pg_switch_wal()`
    const use = async () => {
      for (let file = 0; file < logFilesMax; file += 1)
        await askPostgres(postgresUrl, (client) => client.query(statement))
    }
    const diskWasFull = await use().then(
      () => 0,
      () => 1,
    )
    if (diskWasFull === 0) throw new Error('Postgres went on writing to a full disk')
    return { heal, findings: () => ({ bytesFilled }) }
  } catch (error) {
    await heal()
    throw error
  }
}

const chunk = Buffer.alloc(1024 * 1024)
const logFilesMax = 40

/** Far more than a small disk has: on another one it must end. */
const bytesMax = 1024 * 1024 * 1024

async function fill(path: string, signal: AbortSignal): Promise<number> {
  await using file = await open(path, 'w')
  let written = 0
  for (let size = chunk.length; size >= 512 && written < bytesMax && !signal.aborted; ) {
    try {
      written += (await file.write(chunk, 0, size)).bytesWritten
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error
      size /= 2
    }
  }
  if (written >= bytesMax) throw new Error(`${path} lies on a disk that is too large to be filled`)
  return written
}
