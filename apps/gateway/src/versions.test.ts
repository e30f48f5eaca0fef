import { storefrontV1 } from '@switchyard/contracts/storefront-v1'
import Fastify from 'fastify'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { guide } from './openapi/guide.ts'
import { sendAnswer } from './rest-answer.ts'
import { announceSuccessor, listInCents, pageInCents } from './versions.ts'

const { list, bySlug } = storefrontV1.products.operations

test('a print that version 2 has at a price has its cents and currency in version 1, and no price', () => {
  const page = pageInCents(guide['products.bySlug']?.output as Parameters<typeof pageInCents>[0])
  expect(page.variants).toMatchObject([{ sku: 'contour-no-2-a2', priceCents: 14_000, currency: 'EUR' }])
  expect(page.related).toMatchObject([{ slug: 'contour-no-2', priceCents: 14_000, currency: 'EUR' }])
  expect(z.parse(z.strictObject(bySlug.output.shape), page)).toEqual(page)
  expect(JSON.stringify(page)).not.toContain('"price"')
})

test('the catalogue keeps all but the prices', () => {
  const given = guide['products.list']?.output as Parameters<typeof listInCents>[0]
  const told = listInCents(given)
  expect(z.parse(list.output, told)).toEqual(told)
  expect([told.facets, told.nextCursor, told.items[0]?.slug]).toEqual([given.facets, given.nextCursor, 'contour-no-2'])
})

test('what could not be had stays null', () => {
  const page = guide['products.bySlug']?.output as Parameters<typeof pageInCents>[0]
  expect(pageInCents({ ...page, related: null }).related).toBeNull()
})

test('an answer names its successor without what was asked, beside its next page', async () => {
  const app = Fastify()
  app.addHook('onRequest', announceSuccessor)
  app.get('/api/v1/products', (request, reply) => sendAnswer({ nextCursor: 'b' }, { request, reply, status: 200 }))
  const { headers } = await app.inject('/api/v1/products?size=a2')
  expect(headers.link).toBe(
    '</api/v2/products>; rel="successor-version", </api/docs>; rel="deprecation"; type="text/html", </api/v1/products?size=a2&cursor=b>; rel="next"',
  )
  expect(headers).toMatchObject({ deprecation: '@1793491200', sunset: 'Mon, 01 Nov 2027 00:00:00 GMT' })
  const none = await app.inject('/api/v1/nothing?token=secret')
  expect([none.statusCode, none.headers.link]).toEqual([404, expect.stringContaining('</api/v2/nothing>')])
})
