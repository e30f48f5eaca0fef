import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Engine, EngineExit } from './engine.ts'
import { startPostgres } from './postgres.ts'
import { processesIn } from './process-identity.ts'

const checkout = join(import.meta.dirname, '../..')
const inheritedEnv = { PATH: process.env.PATH ?? '' }
const silent = { log: () => {}, progress: () => {} }
const start = (dataDir: string, password = 'first password') =>
  startPostgres({ checkout, dataDir, inheritedEnv, password, ...silent })

async function query<Row extends pg.QueryResultRow>(url: string, sql: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query<Row>(sql)).rows
  } finally {
    await client.end()
  }
}

describe('startPostgres', () => {
  let dataDir: string
  let engine: Engine

  beforeAll(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'postgres-'))
    // What a first start that was interrupted leaves behind.
    mkdirSync(join(dataDir, 'postgres/new-1/base'), { recursive: true })
    engine = await start(dataDir)
  })

  afterAll(async () => {
    await engine.stop()
    rmSync(dataDir, { recursive: true, force: true })
  })

  it('clears what an interrupted first start left, and begins anew', () => {
    expect(readdirSync(join(dataDir, 'postgres')).filter((name) => name.startsWith('new-'))).toEqual([])
  })

  it('is durable, and reached by password on loopback only', async () => {
    const rows = await query(
      engine.url,
      `SELECT name, setting FROM pg_settings WHERE name IN ('fsync', 'synchronous_commit', 'listen_addresses', 'unix_socket_directories') ORDER BY name`,
    )
    expect(rows.map(({ setting }) => setting)).toEqual(['on', '127.0.0.1', 'on', ''])
    await expect(query(engine.url.replace('first', 'wrong'), 'SELECT 1')).rejects.toThrow(
      /password authentication failed/,
    )
  })

  it('comes back after SIGKILL on its port with every committed row, and says how it ended', async () => {
    await query(engine.url, 'CREATE TABLE kept AS SELECT 42 AS answer')
    const exits: EngineExit[] = []
    engine.onExit((exit) => exits.push(exit))
    engine.kill()
    await engine.start()
    expect(await query(engine.url, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }])
    expect(exits).toEqual([{ code: null, signal: 'SIGKILL', asked: true }])
  })

  it('answers nothing while frozen, and goes on when thawed', async () => {
    const client = new pg.Client({ connectionString: engine.url })
    await client.connect()
    engine.freeze()
    const answer = client.query('SELECT 1 AS one')
    const first = await Promise.race([answer, new Promise((resolve) => setTimeout(resolve, 300, 'silence'))])
    engine.thaw()
    expect(first).toBe('silence')
    expect((await answer).rows).toEqual([{ one: 1 }])
    await client.end()
  })

  it('leaves no process behind when it is stopped, even while frozen', async () => {
    engine.freeze()
    await engine.stop()
    expect(processesIn(join(dataDir, 'postgres/data'))).toEqual([])
    await engine.start()
  })

  it('keeps its port and takes the new password when the secrets were made anew', async () => {
    await engine.stop()
    const port = engine.port
    engine = await start(dataDir, 'second password')
    expect(engine.port).toBe(port)
    expect(await query(engine.url, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }])
  })

  it('goes when its host is killed, and a stale lock file does not keep the next from starting', async () => {
    await engine.stop()
    const script = join(dataDir, 'host.ts')
    const module = JSON.stringify(join(import.meta.dirname, 'postgres.ts'))
    const options = JSON.stringify({ checkout, dataDir, inheritedEnv, password: 'second password' })
    writeFileSync(
      script,
      `import { startPostgres } from ${module}\nconst nothing = () => {}\nawait startPostgres({ ...${options}, log: nothing, progress: nothing })\nconsole.log('ready')\n`,
    )
    const host = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'inherit'] })
    await once(host.stdout, 'data')
    const [postmaster = 0] = processesIn(join(dataDir, 'postgres/data'))
    host.kill('SIGKILL')
    await expect.poll(() => processesIn(join(dataDir, 'postgres/data')), { timeout: 5000 }).toEqual([])
    expect(postmaster).toBeGreaterThan(0)
    // Some other process has the pid by now, as after a reboot.
    const other = spawn('sleep', ['60'], { stdio: 'ignore' })
    writeFileSync(join(dataDir, 'postgres/data/postmaster.pid'), `${other.pid}\n`)
    engine = await start(dataDir, 'second password')
    other.kill()
    expect(await query(engine.url, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }])
  })

  it('gives up at once when it is told to, and leaves nothing that runs', async () => {
    const other = mkdtempSync(join(tmpdir(), 'postgres-'))
    const controller = new AbortController()
    const starting = startPostgres({
      checkout,
      dataDir: other,
      inheritedEnv,
      password: 'x',
      signal: controller.signal,
      ...silent,
    })
    const isGivenUp = expect(starting).rejects.toThrow()
    await expect.poll(() => existsSync(join(other, 'postgres')), { interval: 5 }).toBe(true)
    controller.abort()
    await isGivenUp
    expect(
      existsSync(join(other, 'postgres/data/PG_VERSION')) && processesIn(join(other, 'postgres/data')).length > 0,
    ).toBe(false)
    rmSync(other, { recursive: true, force: true })
  })
})
