/**
 * PROTOCOL TRANSLATION: the public contract as GraphQL at `/graphql`, queries and mutations over HTTP, subscriptions over
 * server-sent events. The same router runs the same checks; only the words differ: `{ product(slug: "contour-no-2") { title
 * } }` is `products.bySlug({ slug: 'contour-no-2' })`.
 */
import type { Contract } from '@switchyard/contracts/contract'
import type { Clock } from '@switchyard/runtime/clock'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type ExecutionArgs, execute, GraphQLError, type GraphQLSchema, subscribe } from 'graphql'
import { createHandler } from 'graphql-http'
import { callContextOf } from './call-context.ts'
import { answerError, failureBehind } from './graphql/answer-error.ts'
import { createDocuments } from './graphql/documents.ts'
import { createLoadLink, type Links } from './graphql/links.ts'
import { persistedDocuments } from './graphql/persisted.ts'
import { createProjections } from './graphql/projection.ts'
import { type Asked, type Refusal, readRequest } from './graphql/read-request.ts'
import { createSchema, type RequestContext } from './graphql/schema.ts'
import { streamOf } from './graphql/stream.ts'
import { refuseHeavy } from './graphql/weigh.ts'
import type { NoteFailure } from './log-failures.ts'
import { problemOf } from './problem.ts'
import type { CallOperation } from './rest.ts'
import { resumeNow } from './resume-soon.ts'
import type { shedRequests } from './shed-requests.ts'
import { type StreamRules, streamContextOf } from './stream-context.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** What was read of a request of GraphQL, before anybody asked who sends it. */
    asked: Asked | Refusal | Error | null
  }
}

interface Served {
  readonly contracts: Record<string, Contract>
  readonly call: CallOperation
  readonly links: Links
  /** The door that refuses what is too much. */
  readonly shed: ReturnType<typeof shedRequests> | undefined
  readonly identify: (request: FastifyRequest, reply: FastifyReply) => Promise<void>
  /** Whether anybody may ask what there is, and is helped with names: not in production. */
  readonly introspection: boolean
  readonly clock: Clock
  readonly note: NoteFailure
  readonly streams: StreamRules
}

/** Registers `/graphql`. A request is read and weighed, let in at the door, charged to its caller, and only then held to the schema and run. */
export function serveGraphql(scope: FastifyInstance, served: Served): void {
  const { shed, identify, introspection } = served
  const schema = createSchema(served)
  const projections = createProjections(schema)
  const documents = createDocuments({ schema, introspection, persisted: persistedDocuments })
  scope.removeAllContentTypeParsers()
  scope.addContentTypeParser('*', { parseAs: 'string' }, (_, body, done) => done(null, body))
  scope.decorateRequest('asked', null)
  scope.addHook('preHandler', async (request) => {
    request.asked = await readRequest(request, { documents, schema }).catch((error: Error) => error)
  })
  if (shed) scope.addHook('preHandler', shed)
  scope.addHook('preHandler', identify)
  scope.setErrorHandler((error, request, reply) => {
    const { status, headers } = problemOf(failureBehind(error), request.id)
    const told = toldBy(request, served)(error)
    return reply
      .code(status)
      .headers({ ...headers, ...asJson })
      .send({ errors: [told] })
  })
  scope.route({
    method: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
    url: '/graphql',
    exposeHeadRoute: false,
    config: { isReadFirst: true },
    handler: (request, reply) =>
      isForStream(request)
        ? follow(request, reply, { schema, projections, ...served })
        : answer(request, reply, { schema, projections, ...served }),
  })
}

type Serving = Served & {
  readonly schema: GraphQLSchema
  readonly projections: ReturnType<typeof createProjections>
}

/** Runs a query or a mutation; what the protocol says of methods, types and statuses is the library's. */
async function answer(request: FastifyRequest, reply: FastifyReply, serving: Serving) {
  const waits: number[] = []
  let whole: string | undefined
  const tell = toldBy(request, serving)
  const handle = createHandler({
    parseRequestParams: () => paramsOf(request.asked) as never,
    onSubscribe: () => argsOf(request, reply, serving),
    execute: async (args) => {
      const asked = operationOf(request)
      const data = await serving.projections(asked)?.(asked.variables, args.contextValue as RequestContext)
      return data ? { data } : execute(args)
    },
    // The library looks at every value for an error while it writes; an answer without any is written here, at once.
    onOperation: (_, __, result) => {
      if (!('data' in result) || result.errors) return
      whole = JSON.stringify(result)
      return { data: null }
    },
    formatError: (error) => {
      const told = tell(error)
      const { retryAfter } = told.extensions
      if (typeof retryAfter === 'number') waits.push(retryAfter)
      return told
    },
  })
  const { method, url, headers } = request
  const [body, init] = await handle({ method, url, headers, body: null, raw: request, context: null })
  if (waits.length > 0) reply.header('retry-after', String(Math.max(...waits)))
  return reply
    .code(init.status)
    .headers({ ...(body === null ? asJson : {}), ...init.headers })
    .send(whole ?? body ?? JSON.stringify({ errors: [tell(new GraphQLError(wanted))] }))
}

/** What the library goes on with once a request was read; a fault that it may not answer as a document's is thrown. */
function paramsOf(asked: FastifyRequest['asked']) {
  if (asked instanceof Error) throw asked
  return asked && 'weight' in asked ? { query: '' } : asked
}

function argsOf(request: FastifyRequest, reply: FastifyReply, serving: Serving) {
  const asked = operationOf(request)
  refuseHeavy(asked.weight)
  const faults = asked.faults()
  if (faults.length > 0) return [...faults]
  if (asked.operation.operation === 'mutation' && request.method === 'GET') {
    const told = answerError(new GraphQLError('Mutations go with POST.'), request.id)
    return [
      JSON.stringify({ errors: [told] }),
      { status: 405, statusText: 'Method Not Allowed', headers: postAlone },
    ] as const
  }
  return executionArgs(request, reply, serving)
}

const asJson = { 'content-type': 'application/json; charset=utf-8' }
const postAlone = { allow: 'POST', ...asJson }
const wanted = 'Send GET, or POST with content-type: application/json, and accept application/graphql-response+json.'

/** Follows a subscription, one connection each. */
async function follow(request: FastifyRequest, reply: FastifyReply, serving: Serving) {
  const { clock } = serving
  const tell = toldBy(request, serving)
  const asked = operationOf(request)
  refuseHeavy(asked.weight)
  const [fault] = asked.faults()
  if (fault) throw fault
  if (asked.operation.operation !== 'subscription')
    throw new GraphQLError('Only subscriptions are followed as a stream.')
  const args = executionArgs(request, reply, serving)
  const results = await subscribe(args)
  if (!(Symbol.asyncIterator in results)) throw results.errors?.[0] ?? new Error('a subscription gave no stream')
  const { signal } = args.contextValue.ctx
  const stream = streamOf(results, {
    ...{ clock, signal },
    tell: ({ data, errors }) => ({ data, ...(errors ? { errors: errors.map(tell) } : {}) }),
    tellError: (error) => ({ errors: [tell(error)] }),
    id: () => args.contextValue.seen,
    lastWords: () => resumeNow(request),
  })
  signal.throwIfAborted()
  return reply
    .headers({ 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' })
    .send(stream)
}

function executionArgs(
  request: FastifyRequest,
  reply: FastifyReply,
  { schema, introspection, clock, streams }: Serving,
) {
  const { document, operation, operationName, variables } = operationOf(request)
  const isStream = operation.operation === 'subscription'
  const ctx = isStream ? streamContextOf({ request, reply }, streams) : callContextOf({ request, reply }, clock)
  const lastEventId = request.headers['last-event-id']
  const contextValue: RequestContext = {
    ...{ ctx, loadLink: createLoadLink(ctx), answers: new Map(), seen: undefined },
    ...(typeof lastEventId === 'string' ? { lastEventId } : {}),
  }
  const args = { schema, document, variableValues: variables, contextValue, hideSuggestions: !introspection }
  return { ...args, ...(operationName === undefined ? {} : { operationName }) } satisfies ExecutionArgs
}

function operationOf({ asked }: FastifyRequest): Asked {
  if (asked instanceof Error) throw asked
  if (asked && 'weight' in asked) return asked
  throw new GraphQLError('Subscriptions go with GET or POST, and JSON.')
}

/** Tells an error in GraphQL's shape. */
const toldBy =
  (request: FastifyRequest, { note }: Served) =>
  (error: unknown) => {
    note(failureBehind(error), request)
    return answerError(error, request.id)
  }

const isForStream = ({ headers }: FastifyRequest) => /\btext\/event-stream\b/i.test(headers.accept ?? '')
