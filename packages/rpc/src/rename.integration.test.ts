import { join } from 'node:path'
import { expect, test } from 'vitest'
import { startLanguageServer } from './testing/language-server.ts'

const consumer = join(import.meta.dirname, 'testing', 'rename-consumer.ts')

test('an editor goes from a call to the contract, and renaming there reaches the handler', async () => {
  await using editor = await startLanguageServer(join(import.meta.dirname, '..'))
  editor.open(consumer)

  const definitions = await editor.definition(consumer, 'ordersFor(scope).', 'place')
  expect(definitions).toContainEqual({
    file: 'packages/contracts/src/orders.ts',
    line: expect.any(Number),
    text: expect.stringMatching(/^place: mutation\(/),
  })

  const edits = await editor.rename(consumer, 'ordersFor(scope).', 'place')
  expect(edits.map(({ file, text }) => `${file}: ${text}`)).toEqual(
    expect.arrayContaining([
      'packages/contracts/src/orders.ts: place: mutation(PlaceOrder, PlacedOrder, {',
      'packages/rpc/src/testing/rename-consumer.ts: ) => ordersFor(scope).place.mutate(order)',
      'packages/rpc/src/testing/rename-consumer.ts: ) => implement(orders, { ...others, place: place })',
    ]),
  )
})
