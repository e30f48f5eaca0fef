import { timingSafeEqual } from 'node:crypto'
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Ledger } from './ledger.ts'
import type { Answer, createProvider } from './provider.ts'

const Amount = { orderId: z.uuid(), amount: z.int().positive(), currency: z.literal('EUR') }
const ChargeBody = z.strictObject({ ...Amount, token: z.string().min(1).max(100) })
const RefundBody = z.strictObject({ ...Amount, chargeId: z.string().min(1).max(100) })
const LedgerQuery = z.object({
  cursor: z.coerce.number().int().nonnegative().default(0),
  limit: z.coerce.number().int().min(1).max(1000).default(1000),
  /** Only what moved at that moment or later. */
  since: z.iso
    .datetime()
    .transform((instant) => new Date(instant))
    .optional(),
})

/** The provider's HTTP API: charges, refunds and, with a token of its own, the ledger. */
export function createServer(deps: {
  provider: ReturnType<typeof createProvider>
  ledger: Ledger
  apiSecret: string
  ledgerToken: string
}): FastifyInstance {
  const app = Fastify({ bodyLimit: 16_384, forceCloseConnections: true })
  const merchant = { onRequest: requireBearer(deps.apiSecret) }

  app.setErrorHandler((error, _request, reply) => {
    if (error instanceof z.ZodError) return reply.code(400).send({ error: z.prettifyError(error) })
    const status = (error as { statusCode?: number }).statusCode ?? 503
    return reply.code(status).send({ error: status < 500 ? 'bad request' : 'unavailable' })
  })
  app.get('/livez', () => ({ status: 'alive' }))
  app.post('/charges', merchant, async (request, reply) =>
    answer(reply, await deps.provider.charge({ ...ChargeBody.parse(request.body), idempotencyKey: keyOf(request) })),
  )
  app.post('/refunds', merchant, async (request, reply) =>
    answer(reply, await deps.provider.refund({ ...RefundBody.parse(request.body), idempotencyKey: keyOf(request) })),
  )
  app.get<{ Params: { key: string } }>('/charges/by-key/:key', merchant, async (request, reply) => {
    const standing = await deps.ledger.byKey(request.params.key)
    if (!standing) return reply.code(404).send({ entryId: null, status: 'nothing' })
    return reply
      .code(standing.status === 'pending' ? 202 : 200)
      .send({ entryId: standing.entryId, status: standing.status })
  })
  app.get('/ledger', { onRequest: requireBearer(deps.ledgerToken) }, (request) =>
    deps.ledger.entries(LedgerQuery.parse(request.query)),
  )
  return app
}

const keyOf = (request: FastifyRequest) => z.string().min(1).max(255).parse(request.headers['idempotency-key'])

function answer(reply: FastifyReply, said: Answer) {
  switch (said.kind) {
    case 'captured':
      return reply.code(201).send({ entryId: said.entryId, status: 'captured' })
    case 'declined':
      return reply.code(402).send({ status: 'declined' })
    case 'conflict':
      return reply.code(409).send({ error: 'this key was used for another request' })
    case 'already_refunded':
      return reply.code(409).send({ error: 'this charge was refunded under another key' })
    case 'unknown_charge':
      return reply.code(404).send({ error: 'there is no such charge of this order and amount' })
    case 'unavailable':
      return reply.code(503).header('retry-after', '1').send({ error: 'unavailable' })
    case 'silence':
      return new Promise<never>(() => {}) // the merchant's own deadline ends it
  }
}

function requireBearer(secret: string) {
  const expected = Buffer.from(`Bearer ${secret}`)
  return async (request: FastifyRequest, reply: FastifyReply) => {
    const given = Buffer.from(request.headers.authorization ?? '')
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
      await reply.code(401).send({ error: 'unknown bearer token' })
    }
  }
}
