import { existsSync, readdirSync, rmSync } from 'node:fs'
import { homedir } from 'node:os'
import { join, relative } from 'node:path'
import { clearDirectory } from './engine-process.ts'
import { outsideDirectory } from './postgres-home.ts'

/** What only a data directory of ours holds: one of these must be there before anything is removed. */
const marks = ['host.json', 'host.lock', 'postgres', 'redis', 'secrets', 'logs']

/** Why `dataDir` must not be emptied, such as that it is someone's home; undefined when it may. */
export function whyNotEmptied({ checkout, dataDir }: { checkout: string; dataDir: string }): string | undefined {
  for (const precious of [checkout, homedir()]) {
    const path = relative(dataDir, precious)
    if (path === '' || !path.startsWith('..')) return `DATA_DIR (${dataDir}) contains ${precious}`
  }
  const entries = existsSync(dataDir) ? readdirSync(dataDir) : []
  const isOurs = entries.length === 0 || marks.some((mark) => entries.includes(mark))
  return isOurs ? undefined : `DATA_DIR (${dataDir}) holds other things than a data directory of Switchyard`
}

/** Ends what still works in the data directory and removes its content, also what lies in /var/tmp. Returns what is gone. */
export async function emptyDataDirectory({
  checkout,
  dataDir,
}: {
  checkout: string
  dataDir: string
}): Promise<string[]> {
  const outside = outsideDirectory({ checkout, dataDir })
  const removed: string[] = []
  for (const directory of [join(dataDir, 'redis'), join(dataDir, 'postgres/data'), join(outside.directory, 'data')]) {
    await clearDirectory(directory)
  }
  for (const name of existsSync(dataDir) ? readdirSync(dataDir) : []) {
    rmSync(join(dataDir, name), { recursive: true, force: true, maxRetries: 3 })
    removed.push(join(dataDir, name))
  }
  if (removeOutside({ checkout, dataDir })) removed.push(outside.directory)
  return removed
}

/** Removes what Postgres keeps in /var/tmp for this data directory, and its programs with the last one. */
export function removeOutside({ checkout, dataDir }: { checkout: string; dataDir: string }): boolean {
  const { root, directory } = outsideDirectory({ checkout, dataDir })
  if (!existsSync(root)) return false
  const wasThere = existsSync(directory)
  rmSync(directory, { recursive: true, force: true })
  if (readdirSync(root).every((name) => name.startsWith('native-'))) rmSync(root, { recursive: true, force: true })
  return wasThere
}
