import { randomUUID } from 'node:crypto'
import { addressOf, type Caller, callerFrom, type Heard, insist } from './caller.ts'
import type { Finding } from './finding.ts'
import type { Ground, Member } from './ground.ts'

const deadMsMax = 1_000
const watchMs = 1_600
const pauseMs = 15

/**
 * Takes sessions and keys back and asks each gateway, every few milliseconds, whether it still takes them: counted from the
 * answer to whoever took them back up to the last answer that still knew them, and the worst is what is told.
 */
export async function revoked(ground: Ground, { times }: { times: number }): Promise<Finding[]> {
  const members = await ground.openMembers(times * 4)
  const office = await openOffice(ground)
  const round = async (state: string, from: number): Promise<Finding[]> => {
    const [bySessions, byKeys] = await Promise.all([
      repeat(times * 2, (n) =>
        sessionTrial(ground, { member: members[from + n], n: from + n, isChanged: n % 2 === 1 }),
      ),
      repeat(times * 2, (n) => keyTrial(ground, { office, n: from + n, isRotated: n % 2 === 1 })),
    ])
    const every = (deaths: number[][], remainder: number) => deaths.filter((_, n) => n % 2 === remainder)
    return [
      findingOf(`a session that another browser ended${state}`, every(bySessions, 0)),
      findingOf(`a session whose password was changed${state}`, every(bySessions, 1)),
      findingOf(`an API key that was revoked${state}`, every(byKeys, 0)),
      findingOf(`an API key that was rotated without overlap${state}`, every(byKeys, 1)),
    ]
  }
  const found = await round('', 0)
  await ground.redisDies()
  found.push(...(await round(', Redis dead', times * 2)))
  await ground.redisLives()
  return found
}

/** Two browsers of one person; one of them ends what the other has. */
async function sessionTrial(ground: Ground, trial: { member: Member | undefined; n: number; isChanged: boolean }) {
  const { member, n, isChanged } = trial
  if (!member) throw new Error('there is nobody to sign in')
  const { email, password } = member
  const jar = new Map<string, string>()
  const thief = callerFrom(addressOf(30, n), { url: ground.gateway, jar })
  const owner = callerFrom(addressOf(31, n), { url: ground.gateway, jar: new Map() })
  for (const browser of [thief, owner]) {
    await insist(browser, '/api/v2/sessions', { method: 'POST', body: { email, password }, status: 201 })
  }
  const cookie = `switchyard_session=${jar.get('switchyard_session')}`
  const isTaken = ({ status, text }: Heard) => status === 200 && text.includes(email)
  return await deathsOf(ground, { headers: { cookie }, path: '/api/v2/me', isTaken, n }, async () => {
    const changed = { currentPassword: password, newPassword: 'another long password' }
    await (isChanged
      ? insist(owner, '/api/v2/me/password', { method: 'PUT', body: changed, status: 200 })
      : insist(owner, '/api/v2/me/sessions', { method: 'DELETE', status: 200 }))
  })
}

type Office = Awaited<ReturnType<typeof openOffice>>

/** An admin at work. */
async function openOffice(ground: Ground) {
  const admin = callerFrom(addressOf(32, 1), { url: ground.gateway, jar: new Map() })
  const body = { email: 'admin@halftone.test', password: 'halftone-demo' }
  await insist(admin, '/api/v2/sessions', { method: 'POST', body, status: 201 })
  return {
    async do(operation: string, input: object): Promise<{ keyId: string; key: string }> {
      const headers = { 'idempotency-key': randomUUID() }
      const asked = { method: 'POST', headers, body: input, status: 200 } as const
      const answer = await insist(admin, `/trpc/v2/apiKeys.${operation}`, asked)
      return JSON.parse(answer.text).result.data
    },
  }
}

async function keyTrial(ground: Ground, { office, n, isRotated }: { office: Office; n: number; isRotated: boolean }) {
  const { keyId, key } = await office.do('create', { name: `Siege ${n}`, scopes: [], quotaPerMinute: 100_000 })
  const isTaken = ({ status }: Heard) => status === 200
  const headers = { authorization: `Bearer ${key}` }
  return await deathsOf(ground, { headers, path: '/api/v2/stock/contour-no-2-a2', isTaken, n }, async () => {
    await (isRotated ? office.do('rotate', { keyId, overlapS: 0 }) : office.do('revoke', { keyId }))
  })
}

interface Watched {
  readonly headers: Record<string, string>
  readonly path: string
  readonly isTaken: (heard: Heard) => boolean
  readonly n: number
}

/** How long each gateway still took it, in milliseconds after `takeBack` was done. */
async function deathsOf(ground: Ground, watched: Watched, takeBack: () => Promise<void>): Promise<number[]> {
  const { headers, path, isTaken, n } = watched
  // The place of the ingress, so that each gateway can be asked by itself.
  const secret = { 'x-ingress-secret': ground.ingressSecret, 'x-forwarded-for': addressOf(201, n) }
  const callers = ground.gateways.map((url) => callerFrom('127.0.0.1', { url, headers: { ...secret, ...headers } }))
  const state = { backAtMs: Number.POSITIVE_INFINITY }
  const watching = callers.map((caller) => watch(caller, { path, isTaken, untilMs: () => state.backAtMs + watchMs }))
  for (const { known } of watching) await known
  await takeBack()
  state.backAtMs = performance.now()
  return (await Promise.all(watching.map(({ lastMs }) => lastMs))).map((lastMs) => Math.max(0, lastMs - state.backAtMs))
}

/** Asks again and again: when it was first taken, and when it was taken last. */
function watch(
  caller: Caller,
  { path, isTaken, untilMs }: Pick<Watched, 'path' | 'isTaken'> & { untilMs: () => number },
) {
  const { promise: known, resolve: isKnown, reject } = Promise.withResolvers<void>()
  const asking = async () => {
    let lastMs = 0
    while (performance.now() < untilMs()) {
      const heard = await caller.ask(path)
      if (isTaken(heard)) lastMs = performance.now()
      else if (lastMs === 0) throw new Error(`it was never taken: ${heard.status} ${heard.text.slice(0, 300)}`)
      isKnown()
      await new Promise((resolve) => setTimeout(resolve, pauseMs))
    }
    return lastMs
  }
  const lastMs = asking()
  lastMs.catch(reject)
  return { known, lastMs }
}

function findingOf(claim: string, deaths: readonly number[][]): Finding {
  const all = deaths.flat()
  const worst = Math.max(...all)
  const sorted = all.toSorted((a, b) => a - b)
  const median = sorted[Math.trunc(sorted.length / 2)] ?? 0
  return {
    ...{ claim, asked: `${deaths.length} times, on each gateway`, allowed: `dead after ${deadMsMax} ms` },
    measured: `median ${median.toFixed(0)} ms, worst ${worst.toFixed(0)} ms`,
    holds: deaths.length > 0 && worst <= deadMsMax,
    figures: { deaths },
  }
}

async function repeat<Result>(times: number, run: (n: number) => Promise<Result>): Promise<Result[]> {
  const results: Result[] = []
  for (let n = 0; n < times; n++) results.push(await run(n))
  return results
}
