import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

const hostFile = z.object({
  /** Control API. */
  url: z.string(),
  token: z.string(),
  web: z.string(),
  gateway: z.string(),
  /** The seeded partner's. */
  apiKey: z.string(),
  redisAdminUrl: z.string(),
  postgresAdminUrl: z.string(),
  paymentsLedgerUrl: z.string(),
  paymentsToken: z.string(),
  pid: z.number(),
  /** For people: what runs as Redis, where the data lies. */
  redis: z.string(),
  postgres: z.string(),
  dataDir: z.string(),
  /** Whether a stand-in runs as Redis: then nothing that is measured says anything of the shop. */
  redisIsStandIn: z.boolean(),
})

/** How scripts, tests and a second `npm start` find the running stack: `DATA_DIR/host.json`, mode 0600, gone when it stops. */
export type HostFile = z.infer<typeof hostFile>

/** Writes it whole or not at all. */
export function writeHostFile(dataDir: string, host: HostFile): void {
  const unfinished = `${pathIn(dataDir)}.${process.pid}`
  writeFileSync(unfinished, `${JSON.stringify(host, null, 2)}\n`, { mode: 0o600 })
  renameSync(unfinished, pathIn(dataDir))
}

/** What a host wrote; undefined when there is none. It may have been killed since: ask it before relying on it. */
export function readHostFile(dataDir: string): HostFile | undefined {
  try {
    return hostFile.parse(JSON.parse(readFileSync(pathIn(dataDir), 'utf8')))
  } catch {
    return undefined
  }
}

/** Safe to repeat. */
export function removeHostFile(dataDir: string): void {
  rmSync(pathIn(dataDir), { force: true })
}

function pathIn(dataDir: string): string {
  return join(dataDir, 'host.json')
}
