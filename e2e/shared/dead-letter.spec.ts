import { expect, test } from '../shop.ts'
import type { Shopper } from '../shopper.ts'

test.describe.configure({ mode: 'serial' })

/** The office, as somebody who has just taken a badge. */
async function entersOffice({ page }: Shopper) {
  await page.goto('/admin/dead-letters')
  await page.getByRole('button', { name: 'Take a staff badge' }).click()
  await expect(page.getByRole('heading', { name: 'Dead letters' })).toBeVisible()
}

/** Opens the letter about this order, once it is there. */
async function opensLetter({ page }: Shopper, orderId: string) {
  await page.getByLabel('Type').selectOption('orders.orderCancelled')
  const messages = page.getByRole('region', { name: 'Messages' })
  const letter = page.getByRole('article', { name: 'Message' })
  await expect(async () => {
    for (const button of await messages.getByRole('listitem').getByRole('button').all()) {
      await button.click()
      await expect(letter.getByRole('region', { name: 'Payload' })).toBeVisible()
      if ((await letter.getByRole('region', { name: 'Payload' }).textContent())?.includes(orderId)) return
    }
    throw new Error('not among the letters yet')
  }).toPass({ timeout: 30_000 })
  return letter
}

test('a message that nobody could read waits with its reason, is mended and sent once more, and takes effect once', async ({
  shopper,
  anotherShopper,
  partner,
  faults,
  mailbox,
}) => {
  const email = 'misnamed@example.org'
  const { orderId } = await partner.placeOrder({ sku: 'cutout-no-7-a3', email })
  await partner.waitsFor(orderId, 'confirmed')
  const kinds = async () => (await mailbox.mailsTo(email)).map(({ kind }) => kind).sort()
  await expect.poll(kinds).toEqual(['order_confirmed'])
  const fault = await faults.spoil({ queue: 'orders.mailroom', orderId })
  expect((await partner.cancel(orderId)).status).toBe(202)

  await entersOffice(shopper)
  const letter = await opensLetter(shopper, orderId)
  await expect(letter.getByRole('status').filter({ hasText: 'It waits for a person' })).toContainText(
    'malformed: orderId is missing; give a text',
  )
  await expect(letter.getByRole('button', { name: /^Replay/ })).toHaveCount(0)
  expect(await kinds()).toEqual(['order_confirmed'])
  await fault.heal()

  await letter.getByRole('button', { name: 'Mend it' }).click()
  await letter.getByLabel('Mend the payload').fill(JSON.stringify({ orderId: 'HT-1' }))
  await letter.getByRole('button', { name: 'Keep this change' }).click()
  await expect(letter.getByText('orderId must be a valid UUID.')).toBeVisible()
  await letter.getByLabel('Mend the payload').fill(JSON.stringify({ orderId }))
  await letter.getByRole('button', { name: 'Keep this change' }).click()
  await expect(letter.getByText('Fits the contract')).toBeVisible()

  const colleague = await anotherShopper()
  await entersOffice(colleague)
  await colleague.page.goto(shopper.page.url())
  const theirs = colleague.page.getByRole('article', { name: 'Message' }).getByRole('button', { name: /^Replay/ })
  await expect(theirs).toBeVisible()
  await Promise.all([letter.getByRole('button', { name: 'Replay with the change' }).dblclick(), theirs.click()])
  await expect(letter.getByText('It took effect')).toBeVisible()
  await expect(letter.getByText('Sent once more by')).toHaveCount(1)
  await expect(letter.getByText('Mended by you')).toBeVisible()
  await expect.poll(kinds).toEqual(['order_cancelled', 'order_confirmed'])
})

test('a message that is dropped keeps its reason and never takes effect', async ({
  shopper,
  partner,
  faults,
  mailbox,
}) => {
  const email = 'dropped@example.org'
  const { orderId } = await partner.placeOrder({ sku: 'cutout-no-7-a2', email })
  await partner.waitsFor(orderId, 'confirmed')
  await faults.spoil({ queue: 'orders.mailroom', orderId })
  expect((await partner.cancel(orderId)).status).toBe(202)
  await entersOffice(shopper)
  const letter = await opensLetter(shopper, orderId)
  await letter.getByRole('button', { name: 'Drop it' }).click()
  await letter.getByRole('button', { name: 'Drop it for good' }).click()
  await expect(letter.getByText('Say why, so that whoever asks later can read it.')).toBeVisible()
  await letter.getByLabel('Why is it dropped?').fill('The customer was told by phone')
  await letter.getByRole('button', { name: 'Drop it for good' }).click()
  await expect(letter.getByText('Dropped by you: The customer was told by phone')).toBeVisible()
  await shopper.page.getByLabel('State').selectOption('dropped')
  await expect(shopper.page.getByRole('region', { name: 'Messages' }).getByRole('listitem')).not.toHaveCount(0)
  const kinds = async () => (await mailbox.mailsTo(email)).map(({ kind }) => kind)
  await expect.poll(kinds).toEqual(['order_confirmed'])
})

test('a message that a colleague has mended meanwhile is not dropped unseen', async ({
  shopper,
  anotherShopper,
  partner,
  faults,
}) => {
  const { orderId } = await partner.placeOrder({ sku: 'cutout-no-7-a1', email: 'mended@example.org' })
  await partner.waitsFor(orderId, 'confirmed')
  await faults.spoil({ queue: 'orders.mailroom', orderId })
  expect((await partner.cancel(orderId)).status).toBe(202)
  await entersOffice(shopper)
  const letter = await opensLetter(shopper, orderId)
  await letter.getByRole('button', { name: 'Drop it' }).click()
  await letter.getByLabel('Why is it dropped?').fill('Nobody can read it')

  const colleague = await anotherShopper()
  await entersOffice(colleague)
  await colleague.page.goto(shopper.page.url())
  const theirs = colleague.page.getByRole('article', { name: 'Message' })
  await theirs.getByRole('button', { name: 'Mend it' }).click()
  await theirs.getByLabel('Mend the payload').fill(JSON.stringify({ orderId }))
  await theirs.getByRole('button', { name: 'Keep this change' }).click()
  await expect(letter.getByText(/^Mended by/)).toBeVisible()

  const refused = letter.getByText('Somebody else was here first. Look at it again.')
  await letter.getByRole('button', { name: 'Drop it for good' }).click()
  await expect(refused).toBeVisible()
  await letter.getByRole('button', { name: 'Keep it' }).click()
  await expect(refused).toBeHidden()
  await letter.getByRole('button', { name: 'Drop it' }).click()
  await letter.getByLabel('Why is it dropped?').fill('The customer was told by phone')
  await letter.getByRole('button', { name: 'Drop it for good' }).click()
  await expect(letter.getByText('Dropped by you: The customer was told by phone')).toBeVisible()
})

test('nobody comes in without a badge', async ({ shopper, shop }) => {
  const answer = await fetch(`${shop.gateway}/trpc/v2/deadLetters.list?input=%7B%7D`)
  expect(answer.status).toBe(401)
  await shopper.page.goto('/admin/dead-letters')
  await expect(shopper.page.getByRole('heading', { name: 'For staff' })).toBeVisible()
})
