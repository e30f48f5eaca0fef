import { orderFor } from '../partner.ts'
import { expect, test } from '../shop.ts'

const sku = 'atrium-no-5-a3'

test('with Postgres gone every question is told within a second to come back later, no process dies, and it heals by itself', async ({
  partner,
  fleet,
  ledger,
}) => {
  const { orderId } = await partner.placeOrder({ sku })
  await partner.waitsFor(orderId, 'confirmed')
  await Promise.all([partner.stockOf(sku), partner.print('moon-no-18')])
  const before = await pidsOf(fleet)
  await fleet.kill('postgres-1')
  await fleet.waitsFor('postgres-1', 'dead')

  const questions = [
    () => partner.ask(`/stock/${sku}`),
    () => partner.ask(`/orders/${orderId}`),
    () => partner.ask('/products/moon-no-16'),
    () => partner.sendOrder({ json: orderFor({ sku }) }),
  ]
  for (const question of questions) {
    const tookMs: number[] = []
    while (tookMs.length < 3) {
      const askedAt = performance.now()
      const answer = await question()
      tookMs.push(performance.now() - askedAt)
      expect(answer.status, answer.text).toBe(503)
      expect(['unavailable', 'inventory_unavailable']).toContain(Object(answer.body).code)
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
    }
    // The middle one of three: a busy machine may take its time once.
    expect(tookMs.sort((a, b) => a - b)[1]).toBeLessThan(1_000)
  }

  await fleet.start('postgres-1')
  await fleet.waitsFor('postgres-1', 'ready')
  await expect.poll(async () => (await partner.ask(`/stock/${sku}`)).status, { timeout: 30_000 }).toBe(200)
  // Each caller's breaker lets its first call through in its own time: the order is sent again until it is taken.
  const taken: string[] = []
  const sendAgain = async () => {
    const answer = await partner.sendOrder({ json: orderFor({ sku }) })
    if (answer.status === 202) taken.push(Object(answer.body).orderId)
    return answer.status
  }
  await expect.poll(sendAgain, { timeout: 30_000 }).toBe(202)
  const [healed = ''] = taken
  await partner.waitsFor(healed, 'confirmed')
  expect(await ledger.movesOf(healed)).toHaveLength(1)
  expect(await pidsOf(fleet)).toEqual(before)
})

async function pidsOf(fleet: { instances(): Promise<{ id: string; service: string; pid: number | null }[]> }) {
  const services = (await fleet.instances()).filter(({ service }) => service !== 'postgres')
  return services.map(({ id, pid }) => ({ id, pid }))
}
