import { failureOf, shapeFailure } from '@switchyard/rpc/error-shape'
import { Failure } from '@switchyard/rpc/failure'
import type { Clock } from '@switchyard/runtime/clock'
import type { AnyTRPCRouter } from '@trpc/server'
import { type FastifyTRPCPluginOptions, fastifyTRPCPlugin } from '@trpc/server/adapters/fastify'
import type { FastifyInstance } from 'fastify'
import { cacheStatus } from './cache-status.ts'
import { callContextOf } from './call-context.ts'
import { inputLimits, refuseDeep } from './input-limits.ts'
import type { NoteFailure } from './log-failures.ts'
import { problemOf, retryAfterOf } from './problem.ts'
import { jsonWanted } from './request-failure.ts'
import { resumingSoon } from './resume-soon.ts'
import { asFailure } from './send-problem.ts'
import type { Storefront } from './storefront.ts'
import { type StreamRules, streamContextOf } from './stream-context.ts'
import type { StorefrontV1 } from './versions.ts'

interface Served {
  router: Storefront | StorefrontV1
  prefix: `/trpc/${string}`
  clock: Clock
  note: NoteFailure
  streams: StreamRules
}

/** The router in tRPC's own protocol; what Fastify refuses is told in tRPC's words too. */
export async function serveTrpc(scope: FastifyInstance, served: Served): Promise<void> {
  // tRPC would hand a form to an operation as it is, and forms are what a foreign page may send unasked.
  scope.addHook('preParsing', async ({ headers }) => {
    if (/^multipart\//i.test(headers['content-type'] ?? '')) throw new Failure('invalid_input', { detail: jsonWanted })
  })
  scope.addHook('onSend', async (request, _, answer) => resumingSoon(request, answer))
  // Its JSON is read by tRPC, from the body or the address.
  scope.addHook('preHandler', async ({ body, query }) => {
    const { input } = query as { input?: unknown }
    for (const json of [body, input]) if (typeof json === 'string') refuseDeep(json)
  })
  scope.setErrorHandler((error, request, reply) => {
    const failure = asFailure(error, { request, note: served.note })
    const { status, headers } = problemOf(failure, request.id)
    return reply
      .code(status)
      .headers({ ...headers, 'content-type': 'application/json' })
      .send({ error: shapeFailure(failure) })
  })
  await scope.register(fastifyTRPCPlugin, {
    prefix: served.prefix,
    trpcOptions: trpcOptions(served),
  })
}

function trpcOptions({ router, clock, note, streams }: Served) {
  return {
    router,
    maxBatchSize: inputLimits.batchCalls,
    createContext: ({ req, res, info }) => {
      const asked = { request: req, reply: res }
      return info.type === 'subscription' ? streamContextOf(asked, streams) : callContextOf(asked, clock)
    },
    responseMeta: ({ errors, ctx }) => {
      const waits = errors.flatMap((error) => Number(retryAfterOf(failureOf(error)) ?? 0) || [])
      const wait = waits.length > 0 ? { 'retry-after': String(Math.max(...waits)) } : {}
      return { headers: { ...cacheStatus(ctx?.cacheNotes ?? []), ...wait } }
    },
    onError: ({ error, req, path }) => note(failureOf(error), req, path),
  } satisfies FastifyTRPCPluginOptions<AnyTRPCRouter>['trpcOptions']
}
