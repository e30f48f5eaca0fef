import { readFileSync } from 'node:fs'
import { inventory } from '@switchyard/contracts/inventory'
import { orders } from '@switchyard/contracts/orders'
import { storefront } from '@switchyard/contracts/storefront'
import { lifetimeOfV1, storefrontV1 } from '@switchyard/contracts/storefront-v1'
import { subscribers } from '@switchyard/contracts/subscribers'
import type { FastifyInstance } from 'fastify'
import { sendAnswer } from '../rest-answer.ts'
import { apiPage } from './api-page.ts'
import { asyncapi } from './asyncapi.ts'
import { guide } from './guide.ts'
import { guideV1 } from './guide-v1.ts'
import { openapi } from './openapi.ts'

/** Made when it is first asked for, and kept. */
const once = <Value>(make: () => Value) => {
  let made: Value | undefined
  return () => (made ??= make())
}
const documents = {
  v1: once(() => openapi({ contracts: storefrontV1, version: 'v1', guide: guideV1, lifetime: lifetimeOfV1 })),
  v2: once(() => openapi({ contracts: storefront, version: 'v2', guide })),
}
const told = once(() => asyncapi({ contracts: [orders, inventory], subscribers }))
const page = once(() => apiPage(documents.v2()))
const style = once(() => readFileSync(new URL('./api-page.css', import.meta.url), 'utf8'))

/** `GET /openapi.json` below the prefix of the version, and what is told rather than asked below that of version 2. */
export function serveDocument(app: FastifyInstance, version: 'v1' | 'v2'): void {
  app.get('/openapi.json', (request, reply) => sendAnswer(documents[version](), { request, reply, status: 200 }))
  if (version === 'v2')
    app.get('/asyncapi.json', (request, reply) => sendAnswer(told(), { request, reply, status: 200 }))
}

/** `GET /docs`: the same for people. The page has neither script nor picture, and its style is a file of ours. */
export function serveApiPage(app: FastifyInstance): void {
  const policy = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
  app.get('/docs', (_, reply) =>
    reply.header('content-security-policy', policy).type('text/html; charset=utf-8').send(page()),
  )
  app.get('/docs/page.css', (_, reply) => reply.type('text/css; charset=utf-8').send(style()))
}
