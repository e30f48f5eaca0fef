import { expect, test } from '../shop.ts'

test('every ready instance of orders and inventory answers its share of what people ask', async ({
  crowdBuying,
  fleet,
}) => {
  const crowd = await crowdBuying('current-no-12-a2')
  for (const service of ['orders', 'inventory'] as const) {
    const ids = (await fleet.of(service)).map(({ id }) => id)
    const calls = await fleet.callsDuring(service, async () => {
      for (let n = 0; n < 3; n++) await crowd.browse()
    })
    expect(Object.keys(calls).sort()).toEqual(ids.sort())
    const fairShare = Object.values(calls).reduce((sum, count) => sum + count) / ids.length
    expect(fairShare).toBeGreaterThanOrEqual(60)
    for (const id of ids) {
      expect(calls[id], `${id} of ${JSON.stringify(calls)}`).toBeGreaterThan(fairShare / 2)
      expect(calls[id], `${id} of ${JSON.stringify(calls)}`).toBeLessThan(fairShare * 1.5)
    }
  }
  await crowd.wasServedRight()
})
