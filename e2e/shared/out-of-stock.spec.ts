import { expect, test } from '../shop.ts'

test('two buyers, one print left: one gets the last number, the other is told kindly and pays nothing', async ({
  anotherShopper,
  partner,
  ledger,
}) => {
  const sku = 'last-impression-a3'
  expect(await partner.stockOf(sku)).toMatchObject({ edition: 25, available: 1 })
  const buyers = [await anotherShopper(), await anotherShopper()]
  await Promise.all(
    buyers.map(async (buyer) => {
      await buyer.alreadyHasInBag(sku)
      await buyer.page.goto('/checkout')
      await buyer.saysWhoAndWhere()
    }),
  )

  const bought = await Promise.all(buyers.map(async (buyer) => ({ buyer, orderId: await buyer.paysWith('Approves') })))
  const won = bought.map(async ({ buyer, orderId }) => {
    const winner = buyer.page.getByRole('heading', { name: 'Confirmed: you have No. 25 of 25.' })
    const loser = buyer.page.getByRole('heading', { name: 'Someone was quicker.' })
    await expect(winner.or(loser)).toBeVisible()
    return { ...buyer, orderId, hasNumber: await winner.isVisible() }
  })
  const [winner, loser] = (await Promise.all(won)).sort((a, b) => Number(b.hasNumber) - Number(a.hasNumber))
  if (!winner || !loser) throw new Error('there were two buyers')
  expect([winner.hasNumber, loser.hasNumber]).toEqual([true, false])

  await expect(loser.page.getByText('Nothing was charged.').first()).toBeVisible()
  expect(await ledger.movesOf(loser.orderId)).toEqual([])
  expect(await ledger.movesOf(winner.orderId)).toHaveLength(1)
  expect(await partner.stockOf(sku)).toMatchObject({ onHand: 0, reserved: 0, sold: 25, available: 0 })

  await loser.page.getByRole('link', { name: 'See what is left' }).click()
  await expect(loser.page).toHaveURL('/prints?inStock=true')
  await loser.page.goto('/prints/last-impression')
  await expect(loser.page.getByRole('main').getByText('Sold out').first()).toBeVisible()
})
