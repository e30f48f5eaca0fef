import { randomUUID } from 'node:crypto'
import type { Doors } from '@switchyard/contracts/lab'
import type { z } from 'zod'
import { expect, test } from '../shop.ts'

test('home, catalogue, print, cart, order and account are each made with one call to the gateway', async ({
  shopper,
  partner,
}) => {
  const { request } = shopper.page
  const { orderId, accessToken } = await partner.placeOrder({ sku: 'atrium-no-7-a3' })
  await shopper.isSignedIn()
  // Through a door of their own, at which the gateway counts the requests of this visitor and of nobody else.
  const terms = { session: randomUUID().slice(0, 13), without: [], places: 64 }
  const { token } = await resultOf<{ token: string }>(request.post('/trpc/v2/lab.signScope', { data: terms }))
  const [{ name = '', domain = '' } = {}] = await shopper.page.context().cookies()
  expect(name, 'the shopper has a cookie').not.toBe('')
  await shopper.page.context().addCookies([{ name: 'switchyard_lab', value: token, domain, path: '/' }])
  const entered = async () => {
    const { own } = await resultOf<z.infer<typeof Doors>>(request.get('/trpc/v2/lab.doors?input={}'))
    return own?.lines.reduce((sum, line) => sum + line.entered, 0) ?? 0
  }

  const calls: Record<string, number> = {}
  for (const path of Object.values(pages({ orderId, accessToken }))) {
    const before = await entered()
    // The page alone, as the server makes it: no script of it runs.
    const answer = await request.get(path, { maxRedirects: 0 })
    expect(answer.status(), path).toBe(200)
    calls[path] = (await entered()) - before
  }
  expect(calls).toEqual(Object.fromEntries(Object.keys(calls).map((path) => [path, 1])))
})

const pages = ({ orderId, accessToken }: { orderId: string; accessToken: string }) => ({
  home: '/',
  catalogue: '/prints',
  'filtered catalogue': '/prints?size=a2&sort=price',
  print: '/prints/contour-no-2',
  cart: '/cart',
  order: `/orders/${orderId}?accessToken=${accessToken}`,
  account: '/account',
})

async function resultOf<Data>(asking: Promise<{ json(): Promise<unknown> }>): Promise<Data> {
  const { result } = (await (await asking).json()) as { result: { data: Data } }
  return result.data
}
