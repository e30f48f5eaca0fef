import { randomUUID } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Clock } from '@switchyard/runtime/clock'
import { askPostgres, databaseOf } from '../ask-postgres.ts'
import { openControl } from '../control.ts'
import { ask } from '../http.ts'
import { startOwnStack } from '../own-stack.ts'

/** A whole shop of one's own behind its real ingress, with two gateways. */
export type Ground = Awaited<ReturnType<typeof openGround>>

/** Somebody with an account. */
export interface Member {
  readonly email: string
  readonly password: string
}

const wholeMsMax = 60_000

/** Starts it on free ports; disposing stops it, and removes its data. */
export async function openGround({ clock, signal }: { clock: Clock; signal: AbortSignal }) {
  await using opened = new AsyncDisposableStack()
  const dataDir = mkdtempSync(join(tmpdir(), 'switchyard-siege-'))
  opened.defer(() => rmSync(dataDir, { recursive: true, force: true }))
  const { hostJson } = opened.use(await startOwnStack(dataDir))
  const control = openControl({ ...hostJson, ask, clock })
  const untilWhole = async () => {
    const at = await control.untilWhole({ limitMs: wholeMsMax, signal })
    if (at === undefined) throw new Error(`the shop was not whole within ${wholeMsMax / 1_000} s`)
  }
  await control.scale('gateway', 2)
  // Nobody looks at pages here, and the machine has better things to do.
  await control.scale('web', 0)
  await untilWhole()
  const of = async (service: string) => (await control.instances()).filter((one) => one.service === service)
  const identity = databaseOf(hostJson.postgresAdminUrl, 'identity')
  const kept = opened.move()
  return {
    /** The ingress. */
    gateway: hostJson.gateway,
    /** Each gateway behind it, for whoever knows the secret that the ingress shows. */
    gateways: (await of('gateway')).map(({ port }) => `http://127.0.0.1:${port}`),
    ingressSecret: readFileSync(join(dataDir, 'secrets/ingress.secret'), 'utf8').trim(),
    /** Opens accounts whose password is that of the demonstration ones, by rows as sign-up leaves them. */
    openMembers: (count: number) =>
      askPostgres(identity, (client) => openMembers(count, (sql, rows) => client.query(sql, rows))),
    async redisDies() {
      for (const { id } of await of('redis')) await control.act(id, 'kill')
      while ((await of('redis')).some(({ state }) => state !== 'dead')) await clock.sleep(100, signal)
    },
    async redisLives() {
      for (const { id } of await of('redis')) await control.act(id, 'start')
      await untilWhole()
    },
    async mailTo(email: string): Promise<{ kind: string; text: string }[]> {
      const headers = { authorization: `Bearer ${hostJson.token}` }
      const answer = await ask(`${hostJson.url}/mailbox?to=${encodeURIComponent(email)}`, { headers })
      return JSON.parse(answer.text)
    },
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  }
}

async function openMembers(
  count: number,
  query: (sql: string, rows: unknown[]) => Promise<unknown>,
): Promise<Member[]> {
  const people = Array.from({ length: count }, () => randomUUID()).map((id) => ({ id, email: `${id}@siege.test` }))
  await query(openSql, [JSON.stringify(people)])
  return people.map(({ email }) => ({ email, password: 'halftone-demo' }))
}

const openSql = `
  WITH people AS (SELECT * FROM jsonb_to_recordset($1::jsonb) AS row (id uuid, email text)), opened AS (
    INSERT INTO users (id, name, email, email_verified, role, updated_at)
    SELECT id, 'Sieged', email, true, 'shopper', now() FROM people RETURNING id
  )
  INSERT INTO accounts (id, account_id, provider_id, user_id, password, updated_at)
  SELECT opened.id, opened.id, 'credential', opened.id,
         (SELECT a.password FROM accounts a JOIN users u ON u.id = a.user_id WHERE u.email = 'shopper@halftone.test'), now()
    FROM opened`
