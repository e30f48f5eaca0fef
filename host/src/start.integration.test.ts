import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isPortFree } from './free-port.ts'
import { type Stack, startStack } from './stack.ts'

const main = join(import.meta.dirname, 'main.ts')
const minutes = 60_000
let dataDir: string

beforeAll(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'switchyard-start-'))
})
afterAll(() => rmSync(dataDir, { recursive: true, force: true }))

/** Processes that were started for this data directory: each has it in its command line or its environment. */
function processes(): string[] {
  const text = (path: string) => {
    try {
      return readFileSync(path, 'utf8')
    } catch {
      return ''
    }
  }
  return readdirSync('/proc').filter(
    (name) =>
      /^\d+$/.test(name) && ['cmdline', 'environ'].some((file) => text(`/proc/${name}/${file}`).includes(dataDir)),
  )
}

const portsOf = ({ hostJson }: Stack) =>
  [hostJson.web, hostJson.gateway, hostJson.url].map((url) => Number(new URL(url).port))
const ask = ({ hostJson }: Stack, path: string, method = 'GET') =>
  fetch(`${hostJson.url}${path}`, { method, headers: { authorization: `Bearer ${hostJson.token}` } })
const instances = async (stack: Stack) =>
  (await (await ask(stack, '/instances')).json()) as { id: string; state: string; pid: number }[]

function run(args: string[], env: Record<string, string>) {
  const child = spawn(process.execPath, [main, ...args], { env: { ...process.env, DATA_DIR: dataDir, ...env } })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk))
  const ended = new Promise<{ code: number | null; output: string }>((resolve) =>
    child.once('close', (code) => resolve({ code, output })),
  )
  return { child, ended, output: () => output }
}

describe('npm start', () => {
  // The second goes on where the first ends: on the data of a stack that was killed.
  it(
    'opens the shop, shows itself to a second start, and leaves no process behind when it is killed, not even a frozen one',
    async () => {
      await using stack = await startStack({ dataDir })
      expect((await fetch(stack.hostJson.web)).status).toBe(200)
      expect((await fetch(`${stack.hostJson.gateway}/readyz`)).status).toBe(200)
      expect((await instances(stack)).filter(({ state }) => state !== 'ready')).toEqual([])

      const second = await run(['start'], {}).ended
      expect(second.code).toBe(0)
      expect(second.output).toContain(`started by process ${stack.hostJson.pid}`)
      expect(second.output).toContain(stack.hostJson.web)

      // A service and the shop: they hear in different ways that their host is gone.
      for (const id of ['orders-1', 'web-1'])
        expect((await ask(stack, `/instances/${id}/freeze`, 'POST')).ok).toBe(true)
      process.kill(stack.hostJson.pid, 'SIGKILL')
      await expect.poll(processes, { timeout: 60_000 }).toEqual([])
    },
    3 * minutes,
  )

  it(
    'starts over after that, and leaves nothing behind when it stops',
    async () => {
      await using stack = await startStack({ dataDir })
      expect((await fetch(`${stack.hostJson.gateway}/readyz`)).status).toBe(200)
      await stack.stop()
      expect(processes()).toEqual([])
      for (const port of portsOf(stack)) expect(await isPortFree(port)).toBe(true)
      for (const file of ['host.json', 'host.lock']) expect(existsSync(join(dataDir, file))).toBe(false)
    },
    3 * minutes,
  )

  it.each(['starting Postgres', 'starting every instance'])(
    'interrupted at "%s" leaves nothing behind',
    async (moment) => {
      const { child, ended, output } = run(['start'], { WEB_PORT: '31997', GATEWAY_PORT: '31998', HOST_PORT: '31999' })
      await expect.poll(output, { timeout: 60_000, interval: 10 }).toContain(moment)
      child.kill('SIGINT')
      const { code } = await ended
      expect([code, processes(), existsSync(join(dataDir, 'host.lock'))]).toEqual([0, [], false])
    },
    2 * minutes,
  )
})
