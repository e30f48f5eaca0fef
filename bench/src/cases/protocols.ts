import { documentFor } from '@switchyard/gateway/graphql/document-for'
import { openGraphqlDoors } from '@switchyard/gateway/testing/graphql-doors'
import type { Case } from '../case.ts'
import { figureOf, of, timesOf } from '../figure.ts'
import { interleave } from '../interleave.ts'
import { measureTogether } from '../measure.ts'

const turns = 100
const width = 8
/** 1.3 times the CPU, as the other way around. */
const asMany = 1 / 1.3

const reads = {
  'a page of 24 prints': { operation: 'products.list', input: {}, path: '/products' },
  'the stock of one': { operation: 'stock.bySku', input: { sku: 'moon-no-1-a3' }, path: '/stock/moon-no-1-a3' },
} as const

/** The same read over tRPC, REST and GraphQL (all its fields), through a whole gateway to services that answer at once. */
export const protocols: Case = {
  name: 'protocols',
  async run({ rounds, share }) {
    await using doors = await openGraphqlDoors({ introspection: false })
    const ask = (init: { url: string; method?: 'POST'; payload?: object }) => async () => {
      const request = async () => {
        const { statusCode, body } = await doors.app.inject(init)
        if (statusCode !== 200 || body.includes('"errors"')) throw new Error(`the door answered ${statusCode}: ${body}`)
      }
      const { each = Number.NaN } = await measureTogether(Math.ceil(turns * share), () =>
        Promise.all(Array.from({ length: width }, request)),
      )
      doors.calls.length = 0
      return { cpu: each / width }
    }
    const figures = []
    for (const [what, { operation, input, path }] of Object.entries(reads)) {
      const { query, variables } = documentFor(operation)
      const samples = await interleave(
        {
          trpc: ask({ url: `/trpc/v2/${operation}?input=${encodeURIComponent(JSON.stringify(input))}` }),
          rest: ask({ url: `/api/v2${path}` }),
          graphql: ask({ method: 'POST', url: '/graphql', payload: { query, variables: variables(input) as object } }),
        },
        rounds * 3,
      )
      figures.push(
        figureOf(`${what} over tRPC, CPU`, of(samples.trpc, 'cpu')),
        figureOf(`${what} over REST, CPU`, of(samples.rest, 'cpu')),
        figureOf(`${what} over GraphQL, CPU`, of(samples.graphql, 'cpu')),
        figureOf(`${what}: as many over REST as over tRPC`, timesOf(samples.trpc, samples.rest, 'cpu'), asMany, '×'),
        figureOf(
          `${what}: as many over GraphQL as over tRPC`,
          timesOf(samples.trpc, samples.graphql, 'cpu'),
          asMany,
          '×',
        ),
      )
    }
    return figures
  },
}
