import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { TLSSocket } from 'node:tls'
import { privateCa } from '@switchyard/private-ca/private-ca'
import { serveCall } from '@switchyard/runtime/current-call'
import { expect, onTestFinished, test } from 'vitest'
import { openDatabase } from './connect.ts'

const url = new URL(process.env.TEST_DATABASE_URL ?? '')

/** Postgres behind TLS; `url` names its authority, `strangers` one that it does not have. */
async function encryptedPostgres() {
  const [ours, theirs] = await Promise.all([privateCa({ nowMs: Date.now() }), privateCa({ nowMs: Date.now() })])
  const own = await ours.issue('localhost', { fromMs: Date.now() - 60_000, untilMs: Date.now() + 60_000 })
  const door = createServer((socket) => {
    // Postgres is asked in its own words whether it speaks TLS, and says S.
    socket
      .on('error', () => socket.destroy())
      .once('data', () => {
        socket.write('S')
        passOn(new TLSSocket(socket, { isServer: true, ...own }))
      })
  })
  await new Promise<void>((resolve) => door.listen(0, 'localhost', resolve))
  const dir = mkdtempSync(join(tmpdir(), 'switchyard-postgres-tls-'))
  onTestFinished(() => {
    door.close()
    rmSync(dir, { recursive: true })
  })
  const urlWith = (name: string, pem: string) => {
    writeFileSync(join(dir, name), pem)
    const encrypted = new URL(url)
    encrypted.host = `localhost:${(door.address() as AddressInfo).port}`
    encrypted.searchParams.set('sslmode', 'verify-full')
    encrypted.searchParams.set('sslrootcert', join(dir, name))
    return encrypted.href
  }
  return { url: urlWith('ours.pem', ours.cert), strangers: urlWith('theirs.pem', theirs.cert) }
}

function passOn(socket: Socket): void {
  const behind = connect(Number(url.port), url.hostname)
  socket.on('error', () => behind.destroy()).on('close', () => behind.destroy())
  behind.on('error', () => socket.destroy())
  socket.pipe(behind).pipe(socket)
}

test('a Postgres that speaks TLS is believed by the authority that its URL names, and by no other', async () => {
  const postgres = await encryptedPostgres()
  const [database, wrong] = [postgres.url, postgres.strangers].map((one) =>
    openDatabase({ url: one, connectMs: 10_000 }),
  )
  expect((await database?.pool.query('SELECT 1 AS one'))?.rows).toEqual([{ one: 1 }])
  await expect(wrong?.pool.query('SELECT 1')).rejects.toMatchObject({ code: expect.stringMatching(/CERT|SIGNATURE/) })
  await Promise.all([database?.close(), wrong?.close()])
})

test('a statement whose caller has left is cancelled over TLS too', async () => {
  const database = openDatabase({ url: (await encryptedPostgres()).url, connectMs: 10_000, statementTimeoutMs: 30_000 })
  const left = new AbortController()
  const slept = serveCall({ signal: left.signal, leftMs: () => 30_000 }, () =>
    database.pool.query('SELECT pg_sleep(30)'),
  )
  const ended = slept.catch((error: Error) => error.message)
  await expect.poll(async () => (await database.pool.query(sleeping)).rowCount).toBe(1)
  left.abort()
  expect(await ended).toBeDefined()
  await expect.poll(async () => (await database.pool.query(sleeping)).rowCount).toBe(0)
  await database.close()
})

const sleeping = `SELECT 1 FROM pg_stat_activity WHERE query = 'SELECT pg_sleep(30)' AND state = 'active'`
