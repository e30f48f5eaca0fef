/**
 * The gateway's doors with real accounts for tests: a database of its own, real Redis, and orders as a double of its port
 * that may be away. Several fronts on one database are several gateways.
 *
 *     await using front = await openFront(means)
 *     const browser = front.browser()
 *     await browser.call('account.signIn', { email, password })
 */
import { randomUUID } from 'node:crypto'
import type { AccountMail } from '@switchyard/contracts/mail'
import type { IdentityDatabase } from '@switchyard/db/identity'
import { Failure } from '@switchyard/rpc/failure'
import { commandClient } from '@switchyard/rpc/redis-clients'
import type { Clock } from '@switchyard/runtime/clock'
import { createLog } from '@switchyard/runtime/log'
import { v7 } from 'uuid'
import { vi } from 'vitest'
import { createAccounts } from '../identity/accounts.ts'
import { createApiKeys } from '../identity/api-keys.ts'
import { createAuthentication, type StaffSecondFactor } from '../identity/caller.ts'
import type { Errand } from '../identity/errands.ts'
import { createGuessLimits } from '../identity/guess-limits.ts'
import { createGuests } from '../identity/guests.ts'
import { identifyRequest } from '../request-caller.ts'
import { createServer } from '../server.ts'
import type { Services } from '../services.ts'
import { storefront } from '../storefront.ts'
import { noAudit } from './no-audit.ts'

/** What the gateways of one test share. */
export interface Means {
  readonly database: IdentityDatabase
  readonly redisUrl: string
  readonly redisPrefix: string
  readonly clock: Clock
  readonly staffSecondFactor?: StaffSecondFactor
}

/** An answer as tRPC sends it, without its wrapping. */
interface Answer {
  status: number
  data: Record<string, unknown>
  code: string | undefined
  detail: string | undefined
  retryAfter: string | null
}

/** Opens one gateway. */
export async function openFront(means: Means) {
  const { database, redisUrl, redisPrefix, clock, staffSecondFactor = 'offered' } = means
  const logged: string[] = []
  const log = createLog({ instance: 'gateway-1', level: 'info', to: { write: (line) => void logged.push(line) } })
  const redis = commandClient({ url: redisUrl, log })
  const mails: Pick<AccountMail, 'to' | 'kind' | 'text'>[] = []
  const errands: Errand[] = []
  const orders = { away: false }
  const accounts = createAccounts({
    ...{ database, secret: 's'.repeat(40), webUrl: 'http://halftone.test', stepMs: 1, clock, log, newId: v7 },
    staffSecondFactor,
    limits: createGuessLimits({ redis, redisPrefix }),
    runErrand: async (errand) => {
      if (orders.away) throw new Failure('unavailable')
      if (errand.kind === 'mail') mails.push(errand.payload)
      errands.push(errand)
    },
  })
  const services = { orders: () => ({ cart: { query: async () => ({ lines: [] }) } }) } as unknown as Services
  const timelineOf = () => Promise.reject(new Failure('not_found'))
  const { app } = await createServer({
    router: storefront({
      services,
      timelineOf,
      apiKeys: {} as never,
      audit: noAudit,
      account: accounts.operations,
      lab: {} as never,
    }),
    identify: identifyRequest({
      authenticate: createAuthentication({
        apiKeys: createApiKeys(async () => null, { elapsedMs: () => performance.now() }),
        sessions: accounts.sessions,
        guests: createGuests({ secret: 'guests', newId: v7 }),
        staffSecondFactor,
      }),
      ingressSecret: 'ingress',
      readScope: async () => undefined,
      mayIssueGuest: async () => true,
      onBadKey: accounts.onBadKey,
      clock,
    }),
    timelineOf,
    onPaymentNotice: async () => {},
    readiness: async () => ({ status: 'ready', checks: {} }),
    draining: new AbortController().signal,
    newId: randomUUID,
    clock,
    log,
  })
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  return {
    ...{ url, mails, errands, orders, logged, sweep: accounts.sweep },
    browser: (address = '203.0.113.7', jar = new Map<string, string>()) => openBrowser({ url, address, jar }),
    /** The token in the newest mail of a kind to an address, once it has come. */
    linkTo: (to: string, kind: AccountMail['kind']): Promise<string> =>
      vi.waitFor(() => {
        const mail = mails.findLast((one) => one.to === to && one.kind === kind)
        const token = /token=(\S+)/.exec(mail?.text ?? '')?.[1]
        if (!token) throw new Error(`no ${kind} was mailed to ${to}`)
        return decodeURIComponent(token)
      }, 60_000),
    async [Symbol.asyncDispose]() {
      await app.close()
      redis.disconnect()
    },
  }
}

/** Keeps cookies as a browser does; `jar` may be another's, as when two gateways serve one browser. */
function openBrowser({ url, address, jar }: { url: string; address: string; jar: Map<string, string> }) {
  const send = async (method: string, path: string, body?: object) => {
    const reply = await fetch(url + path, {
      method,
      headers: {
        'x-ingress-secret': 'ingress',
        'x-forwarded-for': address,
        'user-agent': 'Testing/1.0',
        cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; '),
        ...(body && { 'content-type': 'application/json' }),
      },
      ...(body && { body: JSON.stringify(body) }),
    })
    for (const line of reply.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      if (value === '') jar.delete(name)
      else jar.set(name, decodeURIComponent(value))
    }
    return reply
  }
  const read = async (reply: Response): Promise<Answer> => {
    const { result, error } = (await reply.json()) as {
      result?: { data: Answer['data'] }
      error?: { data: Answer['data'] }
    }
    const retryAfter = reply.headers.get('retry-after')
    const told = error?.data as { code?: string; detail?: string } | undefined
    return { status: reply.status, data: result?.data ?? {}, code: told?.code, detail: told?.detail, retryAfter }
  }
  return {
    jar,
    send,
    call: async (operation: string, input: object) => read(await send('POST', `/trpc/v2/${operation}`, input)),
    ask: async (operation: string, input: object = {}) =>
      read(await send('GET', `/trpc/v2/${operation}?input=${encodeURIComponent(JSON.stringify(input))}`)),
  }
}
