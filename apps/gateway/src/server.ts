import type { IncomingMessage } from 'node:http'
import cookie from '@fastify/cookie'
import { storefront as contracts } from '@switchyard/contracts/storefront'
import { storefrontV1 as contractsV1 } from '@switchyard/contracts/storefront-v1'
import { answerClientError } from '@switchyard/rpc/client-error'
import { Failure } from '@switchyard/rpc/failure'
import { httpServer, type MutualTls } from '@switchyard/rpc/mutual-tls'
import type { Clock } from '@switchyard/runtime/clock'
import type { Log } from '@switchyard/runtime/log'
import Fastify, { type FastifyInstance } from 'fastify'
import type { crossOrigin } from './cors.ts'
import type { Links } from './graphql/links.ts'
import { serveGraphql } from './graphql.ts'
import { inputLimits, refuseLong } from './input-limits.ts'
import type { Leave } from './leave-in-turns.ts'
import { logFailures } from './log-failures.ts'
import { serveApiPage, serveDocument } from './openapi/serve-documents.ts'
import type { Readiness } from './readiness.ts'
import { answerFirst, refuseAtOnce } from './refuse-at-once.ts'
import type { identifyRequest } from './request-caller.ts'
import { type CallOperation, type RestRoute, serveRest } from './rest.ts'
import { serveEvents, type TimelineOf } from './rest-events.ts'
import { secureHeaders } from './secure-headers.ts'
import { sendProblem } from './send-problem.ts'
import { serveJson } from './serve-json.ts'
import { serveTrpc } from './serve-trpc.ts'
import { tellServiceCalls } from './service-calls.ts'
import { leaveWithAnswer, type shedRequests, unlessReadFirst } from './shed-requests.ts'
import type { Storefront } from './storefront.ts'
import type { StreamSeats } from './stream-seats.ts'
import { announceSuccessor, type StorefrontV1, versionOne } from './versions.ts'

/** The gateway's doors: tRPC, REST and GraphQL over one router, webhooks, health. */
export interface Gateway {
  app: FastifyInstance
  /** What REST serves, for the table that is printed at start. */
  routes: RestRoute[]
}

export async function createServer(deps: {
  router: Storefront
  identify: ReturnType<typeof identifyRequest>
  timelineOf: TimelineOf
  onPaymentNotice: (body: string, signature: string | undefined) => Promise<void>
  /** What hangs on values of GraphQL's beside themselves. */
  links?: Links
  /** Whether GraphQL tells anybody what there is, and each answer which calls to services it took. */
  introspection?: boolean
  /** Which foreign pages may call. */
  cors?: ReturnType<typeof crossOrigin>['hook']
  /** The door that refuses what is too much; without one everything is let in. */
  shed?: ReturnType<typeof shedRequests>
  /** What that door needs to refuse before anything else is done. */
  refuse?: Pick<Parameters<typeof refuseAtOnce>[0], 'door' | 'known'>
  /** How many event streams may be open; without it there is no end of them. */
  seats?: StreamSeats
  readiness: () => Promise<Readiness>
  draining: AbortSignal
  /** What ends each event stream when it drains; without it all end at once. */
  leave?: () => Leave
  /** How long a request may take to arrive; then its connection is cut, whatever of it is there. */
  arriveMsMax?: number
  /** Lets in the ingress alone, encrypted. */
  tls?: MutualTls | undefined
  /** By which name the log knows an address. */
  placeOf?: (address: string) => string
  newId: () => string
  clock: Clock
  log: Log
}): Promise<Gateway> {
  const { router, identify, shed, clock, draining, arriveMsMax = 8_000 } = deps
  const note = logFailures(deps)
  const requestIdOf = ({ headers }: IncomingMessage) => wellFormed(headers['x-request-id']) ?? deps.newId()
  const app = Fastify({
    bodyLimit: inputLimits.bodyBytes,
    genReqId: requestIdOf,
    routerOptions: { maxParamLength: 2_000 },
    serverFactory: (handler) => httpServer(deps.tls, { ...limitsOf(arriveMsMax), from: ['ingress'] }, handler),
    forceCloseConnections: 'idle',
    // What was under way when a drain began is answered; its connection is closed with the answer.
    return503OnClosing: false,
    frameworkErrors: (error, request, reply) =>
      void sendProblem(error, {
        request,
        reply: reply.headers({ ...secureHeaders({ secure: false }), 'x-request-id': request.id }),
        note,
      }),
    clientErrorHandler: (error, socket) => {
      const headers = secureHeaders({ secure: false })
      const code = answerClientError(error, socket, { headers, requestId: deps.newId() })
      if (code) note(new Failure(code))
    },
  })
  app.server.maxConnections = inputLimits.connections
  if (deps.refuse) answerFirst(app.server, refuseAtOnce({ ...deps.refuse, requestIdOf, draining }))
  app.removeContentTypeParser('text/plain')
  serveJson(app)
  await app.register(cookie)
  app.decorateRequest('principal', null)
  app.decorateRequest('lab', null)
  app.decorateRequest('quotaPerMinute', null)
  app.decorateRequest('freshGuest', false)
  app.decorateRequest('address', '')
  app.decorateRequest('visit', null)
  app.decorateRequest('serviceCalls', null)
  if (deps.introspection) tellServiceCalls(app)
  app.addHook('onRequest', async (request, reply) => {
    const secure = asText(request.headers['x-forwarded-proto']) === 'https'
    reply.headers({ ...secureHeaders({ secure }), 'x-request-id': request.id })
    refuseLong(request.url)
  })
  if (deps.cors) app.addHook('onRequest', deps.cors)
  app.decorateRequest('leave', null)
  app.decorateRequest('leaving', null)
  if (shed) app.addHook('onRequest', unlessReadFirst(shed)).addHook('onSend', leaveWithAnswer)
  // From the moment when a drain begins every answer ends its connection, so that nobody uses it again while it closes.
  app.addHook('onSend', async (_, reply) => {
    if (draining.aborted) reply.header('connection', 'close')
  })
  app.setErrorHandler((error, request, reply) => sendProblem(error, { request, reply, note }))
  app.setNotFoundHandler((request, reply) =>
    sendProblem(new Failure('not_found', { detail: `There is no ${request.method} here.` }), { request, reply, note }),
  )

  const health = { config: { priority: 'health' } } as const
  app.get('/livez', health, async () => ({ status: 'alive' }))
  app.get('/readyz', health, async (_, reply) => {
    const readiness = await deps.readiness()
    return reply.code(readiness.status === 'ready' ? 200 : 503).send(readiness)
  })
  await app.register(async (scope) => {
    scope.removeContentTypeParser('application/json')
    scope.addContentTypeParser('application/json', { parseAs: 'string' }, (_, body, done) => done(null, body))
    scope.post('/webhooks/payments', { config: { priority: 'checkout' } }, async (request, reply) => {
      await deps.onPaymentNotice(String(request.body), asText(request.headers['payments-signature']))
      return reply.code(204).send()
    })
  })

  const routes: RestRoute[] = []
  const { leave = () => ({ signal: draining, forget: () => {} }) } = deps
  const streams = { clock, leave, seats: deps.seats }
  const versions = [
    { version: 'v2', contracts, router, hooks: [identify] },
    { version: 'v1', contracts: contractsV1, router: versionOne(router), hooks: [announceSuccessor, identify] },
  ] as const
  for (const { version, hooks, ...served } of versions) {
    const behind = (serve: (scope: FastifyInstance) => Promise<unknown>) => async (scope: FastifyInstance) => {
      for (const hook of hooks) scope.addHook('onRequest', hook)
      await serve(scope)
    }
    const rest = behind(async (scope) => {
      routes.push(...serveRest(scope, { contracts: served.contracts, call: callerOf(served.router), clock, version }))
      serveEvents(scope, { timelineOf: deps.timelineOf, streams })
      serveDocument(scope, version)
    })
    await app.register(rest, { prefix: `/api/${version}` })
    await app.register(
      behind((scope) => serveTrpc(scope, { router: served.router, prefix: `/trpc/${version}`, clock, note, streams })),
    )
  }
  await app.register(
    async (scope) => {
      scope.addHook('onRequest', identify)
      serveApiPage(scope)
    },
    { prefix: '/api' },
  )
  const { links = new Map(), introspection = false } = deps
  await app.register(async (scope) =>
    serveGraphql(scope, {
      ...{ contracts, call: callerOf(router), links, introspection },
      ...{ shed, identify, clock, note, streams },
    }),
  )
  return { app, routes }
}

const limitsOf = (arriveMsMax: number) => ({
  maxHeaderSize: inputLimits.headerBytes,
  headersTimeout: arriveMsMax,
  requestTimeout: arriveMsMax,
  keepAliveTimeout: 65_000,
  connectionsCheckingInterval: Math.min(1_000, arriveMsMax / 4),
})

/** Runs operations of a router for REST and GraphQL, by name. */
function callerOf(router: Storefront | StorefrontV1): CallOperation {
  return (group, name, input, ctx) => {
    const caller = router.createCaller(ctx) as unknown as Record<
      string,
      Record<string, (input: unknown) => Promise<unknown>>
    >
    const operation = caller[group]?.[name]
    if (!operation) throw new Failure('not_found')
    return operation(input)
  }
}

const asText = (value: string | string[] | undefined) => (Array.isArray(value) ? value[0] : value)

const wellFormed = (id: string | string[] | undefined): string | undefined =>
  typeof id === 'string' && /^[\w-]{8,64}$/.test(id) ? id : undefined
