import { createConfig, lintFromString } from '@redocly/openapi-core'
import type { AnyOperation, Contract } from '@switchyard/contracts/contract'
import { failures, isFailureCode } from '@switchyard/contracts/failure'
import { storefront } from '@switchyard/contracts/storefront'
import { lifetimeOfV1, storefrontV1 } from '@switchyard/contracts/storefront-v1'
import { Failure } from '@switchyard/rpc/failure'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { problemOf } from '../problem.ts'
import { apiPage } from './api-page.ts'
import { Problem } from './failures.ts'
import { guide } from './guide.ts'
import { guideV1 } from './guide-v1.ts'
import { openapi } from './openapi.ts'

interface Documented {
  operationId: string
  parameters?: { name?: string; in?: string; $ref?: string }[]
  requestBody?: { content: Record<string, { schema: object }> }
  responses: Record<string, object>
  security: object[]
}

const document = openapi({ contracts: storefront, version: 'v2', guide })
const paths = document.paths as Record<string, Record<string, Documented>>
const served = Object.entries<Contract>(storefront).flatMap(([group, { operations }]) =>
  Object.entries<AnyOperation>(operations).flatMap(([name, operation]) => {
    const { rest } = operation.policy
    return rest ? [{ key: `${group}.${name}`, operation, rest }] : []
  }),
)

async function lint(source: object) {
  const config = await createConfig({ extends: ['recommended'] })
  const found = await lintFromString({ source: JSON.stringify(source), absoluteRef: 'openapi.json', config })
  return found.map(({ ruleId, location }) => `${ruleId} ${location[0]?.pointer}`)
}

test('a public linter finds nothing, and does find what is broken on purpose', async () => {
  expect(await lint(document)).toEqual([])
  const { '/stock/{sku}': stock } = structuredClone(paths)
  if (stock?.get) stock.get.parameters = []
  const broken = await lint({ ...document, paths: { ...paths, '/stock/{sku}': stock } })
  expect(broken.join()).toContain('path-parameters-defined')
})

test.each(served)('$key is there by its path, with every failure that it can meet', ({ operation, rest }) => {
  const documented = paths[rest.path]?.[rest.method.toLowerCase()]
  const statuses = Object.keys(documented?.responses ?? {})
  const wanted = (operation.policy.failures ?? []).map((code) => String(failures[code].status))
  expect(statuses).toEqual(expect.arrayContaining([String(rest.status ?? 200), '429', '503', ...wanted]))
  expect(documented?.security.length).toBeGreaterThan(0)
})

test.each(served)('the examples of $key are what the contract takes and gives', ({ key, operation }) => {
  const { input = {}, output } = guide[key] ?? {}
  expect(guide[key]?.summary).toMatch(/^[A-Z].+/)
  z.parse(operation.input, input)
  expect(z.parse(operation.output, output)).toEqual(output)
})

test('the guide tells of no operation that is not there', () => {
  expect(Object.keys(guide).sort()).toEqual(served.map(({ key }) => key).sort())
})

test('schemas have the names that the contracts give them', () => {
  const { schemas } = document.components as { schemas: Record<string, object> }
  const names = ['Problem', 'Money', 'Stock', 'Order', 'PlaceOrder', 'ProductPage', 'Webhook', 'Person']
  expect(Object.keys(schemas)).toEqual(expect.arrayContaining(names))
})

test('every failure is answered as the document says', () => {
  for (const code of Object.keys(failures)) {
    if (isFailureCode(code)) Problem.strict().parse(problemOf(new Failure(code), 'request-1').body)
  }
})

test('the page has every operation and every schema, and neither script nor style of its own', () => {
  const page = apiPage(document)
  const links = [...page.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id)
  expect(links.length).toBeGreaterThan(100)
  for (const id of links) expect(page).toContain(`id="${id}"`)
  for (const name of ['openapi', 'asyncapi']) expect(page).toContain(`href="/api/v2/${name}.json"`)
  expect(page).not.toMatch(/<script|<style| style=|<img/)
  for (const { operationId } of Object.values(paths).flatMap((methods) => Object.values(methods))) {
    expect(links).toContain(operationId)
  }
})

test('version 1 passes the linter too, says that it goes, and has the prices as they were', async () => {
  const older = openapi({ contracts: storefrontV1, version: 'v1', guide: guideV1, lifetime: lifetimeOfV1 })
  expect(await lint(older)).toEqual([])
  const { schemas } = older.components as { schemas: Record<string, { properties?: object }> }
  expect(Object.keys(schemas.PrintCardV1?.properties ?? {})).toEqual(expect.arrayContaining(['priceCents', 'currency']))
  const operations = Object.values(older.paths as Record<string, object>).flatMap((methods) => Object.values(methods))
  expect(operations.length).toBe(9)
  for (const operation of operations) expect(operation).toMatchObject({ deprecated: true })
  for (const [group, { operations: of }] of Object.entries<Contract>(storefrontV1)) {
    for (const [name, { output }] of Object.entries(of)) z.parse(output, guideV1[`${group}.${name}`]?.output)
  }
})
