import type { APIRequestContext, Page } from '@playwright/test'
import { storefront } from '@switchyard/contracts/storefront'
import { nobodysOrder, pages } from '../pages.ts'
import { expect, test } from '../shop.ts'

const files = ['/theme.js', '/healthz', '/icon.svg', '/favicon.ico', '/art/contour-no-2.svg', '/nothing-here']

/** Every operation as REST and over tRPC, and what stands beside them; what comes of it does not matter here. */
const gatewayPaths = [
  ...Object.entries(storefront).flatMap(([group, { operations }]) =>
    Object.entries(operations).flatMap(([name, { policy }]) => [
      `/trpc/v2/${group}.${name}`,
      ...('rest' in policy && policy.rest ? [`/api/v2${policy.rest.path.replace(/\{\w+\}/g, nobodysOrder)}`] : []),
    ]),
  ),
  ...[
    '/webhooks/payments',
    '/api/v2/nothing',
    '/trpc/v2/%zz',
    '/api/v2/products/%00',
    `/trpc/v2/${','.repeat(50)}?batch=1`,
  ],
]

/** What every answer says to a browser, in the words of whoever gives it. */
const secure = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': /^(no-referrer|same-origin)$/,
  'permissions-policy': /camera=\(\), geolocation=\(\), microphone=\(\)/,
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'content-security-policy': /base-uri 'none'.*frame-ancestors 'none'/,
}

async function missingOn(request: APIRequestContext, path: string): Promise<string[]> {
  const reply = await request.get(path, { maxRedirects: 0 })
  const headers = reply.headers()
  const missing = Object.entries(secure).flatMap(([name, wanted]) => {
    const value = headers[name] ?? 'nothing'
    const right = typeof wanted === 'string' ? value === wanted : wanted.test(value)
    return right ? [] : [`${path} (${reply.status()}) says ${value} for ${name}`]
  })
  const body = await reply.body()
  const type = headers['content-type'] ?? 'nothing'
  return body.length === 0 || isOfType(body, type) ? missing : [...missing, `${path} (${reply.status()}) is no ${type}`]
}

/** Whether an answer is what it says it is, in the letters that it says it has. JSON has no others than those of UTF-8. */
function isOfType(body: Buffer, type: string): boolean {
  const text = new TextDecoder('utf-8', { fatal: true })
  const [name = '', letters = ''] = type.toLowerCase().split(/; ?charset=/)
  if (name === 'image/x-icon') return body.readUInt32LE() === 0x10000
  const begins: Record<string, RegExp> = {
    'text/html': /^<!doctype html>/i,
    'image/svg+xml': /^<svg /,
    'text/javascript': /^[\w/(]/,
    'application/javascript': /^[\w/(]/,
    'text/plain': /^\w/,
  }
  // By its standard a stream of events is UTF-8, and says nothing of it.
  if (name === 'text/event-stream') return /^(event|data|id|retry|:)/.test(text.decode(body))
  if (/^application\/(problem\+)?json$/.test(name)) return JSON.parse(text.decode(body)) !== undefined
  return letters === 'utf-8' && begins[name]?.test(text.decode(body)) === true
}

test('every route of the web and of the gateway tells browsers what its answer is, and what they may do with it', async ({
  request,
  shop,
}) => {
  test.slow()
  const all = [...pages, ...files, ...gatewayPaths.map((path) => `${shop.gateway}${path}`)]
  const missing: string[] = []
  for (const path of all) missing.push(...(await missingOn(request, path)))
  expect(missing).toEqual([])
})

/** What a browser would not load or run, as it says so itself. */
async function violationsOn(page: Page): Promise<string[]> {
  const seen: string[] = []
  await page.exposeFunction('tellViolation', (text: string) => seen.push(text))
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sourceFile }) => {
      const tell = Reflect.get(globalThis, 'tellViolation') as (text: string) => void
      tell(`${location.pathname}: ${violatedDirective} ${blockedURI} ${sourceFile}`)
    })
  })
  return seen
}

test('every page runs under a policy with a nonce of its own and without inline scripts, and breaks none of it', async ({
  shopper,
}) => {
  test.slow()
  const { page, errors } = shopper
  const violations = await violationsOn(page)
  const nonces = new Set<string>()
  for (const path of pages) {
    const policy = (await page.goto(path))?.headers()['content-security-policy'] ?? ''
    expect(policy, path).not.toMatch(/script-src[^;]*unsafe-inline/)
    nonces.add(/'nonce-([^']+)' 'strict-dynamic'/.exec(policy)?.[1] ?? '')
    // The page is alive: its scripts ran.
    await expect
      .poll(() => page.evaluate(() => Object.keys(document.body).some((key) => key.startsWith('__react'))))
      .toBe(true)
  }
  expect([nonces.has(''), nonces.size]).toEqual([false, pages.length])
  expect([...violations, ...errors]).toEqual([])
})

test('a browser that comes for the first time is one guest, whatever its first page asks for at once', async ({
  shopper: { page },
}) => {
  const given: string[] = []
  page.on('response', async (response) => {
    if ((await response.headerValue('set-cookie'))?.includes('switchyard_guest=')) given.push(response.url())
  })
  await page.goto('/lab/idempotency')
  await page.getByRole('button', { name: 'Press Pay twice' }).click()
  await expect(page.getByText('The same, byte for byte')).toBeVisible()
  expect(given).toEqual([page.url()])
})

test('a script that somebody got into a page does not run', async ({ shopper: { page } }) => {
  const violations = await violationsOn(page)
  await page.goto('/prints')
  await page.evaluate(() => {
    document.body.insertAdjacentHTML('beforeend', '<img src="x:" onerror="document.title = \'taken\'">')
    const script = document.createElement('div')
    script.innerHTML = '<svg><a href="javascript:document.title=\'taken\'"><rect width="1" height="1" /></a></svg>'
    document.body.append(script)
    script.querySelector('rect')?.dispatchEvent(new MouseEvent('click', { bubbles: true }))
  })
  await expect.poll(() => violations.length).toBeGreaterThan(0)
  expect(await page.title()).not.toBe('taken')
})

const contentTypes = [
  'application/json',
  'text/plain',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
]
const methods = ['POST', 'PUT', 'DELETE'] as const
const foreign = [
  { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
  { origin: 'https://evil.example' },
  { origin: 'null', 'sec-fetch-site': 'cross-site' },
  { origin: 'http://127.0.0.1:1', 'sec-fetch-site': 'same-site' },
  { 'sec-fetch-site': 'cross-site' },
]

test('nothing that a foreign page makes a browser send changes anything, whatever its type and method', async ({
  shopper,
}) => {
  test.slow()
  const { request } = shopper.page.context()
  await shopper.alreadyHasInBag('contour-no-2-a2')
  const orderId = await shopper.orderedBefore('contour-no-2-a3')
  // What is in it, not how many are left: others buy meanwhile.
  const bag = async () =>
    (await (await request.get('/trpc/v2/cart.get?input=%7B%7D')).json()).result.data.lines.map(
      ({ sku, quantity }: { sku: string; quantity: number }) => ({ sku, quantity }),
    )
  const orders = async () =>
    (await (await request.get('/trpc/v2/orders.list?input=%7B%7D')).json()).result.data.items.length
  // The history is made from events, and a moment behind.
  await expect.poll(orders).toBe(1)
  const before = [await bag(), 1]
  const lines = [{ sku: 'contour-no-2-a1', quantity: 2 }]
  const contact = { name: 'Eve', email: 'eve@evil.example' }
  const address = { line1: 'Langstrasse 12', city: 'Zürich', postalCode: '8004', country: 'CH' }
  const order = { lines, contact, address, payment: { token: 'tok_ok' } }
  const query = `mutation { cancelOrder(input: { orderId: "${orderId}" }) { status } }`
  // Each is what its target takes, so that where it comes from is all that there is to refuse.
  const targets = {
    '/trpc/v2/cart.set': { lines },
    '/trpc/v1/cart.set': { lines },
    '/api/v2/orders': order,
    '/trpc/v2/orders.cancel': { orderId },
    [`/api/v2/orders/${orderId}/cancel`]: {},
    [`/api/v1/orders/${orderId}/cancel`]: {},
    '/graphql': { query },
  }
  const accepted: string[] = []
  for (const [target, asked] of Object.entries(targets)) {
    const body = JSON.stringify(asked)
    for (const method of methods) {
      const ways = contentTypes.flatMap((contentType) => foreign.map((from) => ({ contentType, from })))
      const statuses = await Promise.all(
        ways.map(async ({ contentType, from }) => {
          const headers = { ...from, 'content-type': contentType, 'idempotency-key': 'k' } as Record<string, string>
          return (await request.fetch(target, { method, headers, data: body })).status()
        }),
      )
      const letIn = ways.filter((_, index) => (statuses[index] ?? 0) < 400)
      for (const way of letIn) accepted.push(`${method} ${target} ${JSON.stringify(way)}`)
    }
    // A link and a picture send cookies along, and no header that says where from.
    const input = encodeURIComponent(body)
    if ((await request.get(`${target}?input=${input}`)).ok() && !target.endsWith('cancel'))
      accepted.push(`GET ${target}`)
  }
  expect(accepted).toEqual([])
  expect([await bag(), await orders()]).toEqual(before)
  expect((await shopper.readsOrder(orderId)).status).not.toBe('cancelled')
  for (const [target, data] of Object.entries(targets)) {
    const headers = { 'idempotency-key': crypto.randomUUID() }
    // Without a foreign page behind it each is let in; an order is cancelled once.
    expect([200, 202, 409], target).toContain((await request.post(target, { data, headers })).status())
  }
})

test('a page of ours that does not say so over tRPC changes nothing either', async ({ shopper }) => {
  const { request } = shopper.page.context()
  const origin = new URL((await shopper.page.goto('/'))?.url() ?? '').origin
  const asPage = (headers: Record<string, string>) =>
    request.post('/trpc/v2/cart.set', {
      data: { lines: [] },
      headers: { origin, 'sec-fetch-site': 'same-origin', ...headers },
    })
  expect([(await asPage({})).status(), (await asPage({ 'x-trpc-source': 'web' })).status()]).toEqual([403, 200])
})

test('foreign pages are told nothing, and may ask for nothing', async ({ request, shop }) => {
  const headers = { origin: 'https://partner.example', 'access-control-request-method': 'POST' }
  for (const path of ['/api/v2/orders', '/trpc/v2/cart.set']) {
    const preflight = await request.fetch(`${shop.gateway}${path}`, { method: 'OPTIONS', headers })
    expect(preflight.status()).toBe(403)
    expect(Object.keys(preflight.headers()).filter((name) => name.startsWith('access-control'))).toEqual([])
  }
})
