/**
 * Pictures of the shop for `docs/screens`, each of a real state of a real stack: in both lights, on four screens.
 *
 *     pnpm --filter @switchyard/e2e screens
 */
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { type Browser, chromium, expect, type Page } from '@playwright/test'
import sharp from 'sharp'
import { browserPath } from './browser.ts'
import { openFleet } from './fleet.ts'
import { openPartner } from './partner.ts'
import { openShopper, type Shopper } from './shopper.ts'
import { openShop, type RunningShop } from './stack.ts'

const folder = join(import.meta.dirname, '../docs/screens')
const widths = [360, 768, 1280, 1440]
/** What lies below is cut off: the picture is to show the page's beginning, and to be small. */
const heightMax = 2_400

/** The states, in an order in which one leads to the next; each ends on a page that is ready to be looked at. */
const screens: Record<string, (shopper: Shopper, shop: RunningShop) => Promise<unknown>> = {
  home: async ({ page, opensHome }) => {
    await opensHome()
    await expect(page.getByRole('region', { name: 'First Light' }).getByText('Live', { exact: true })).toBeVisible()
  },
  catalogue: ({ page }) => page.goto('/prints'),
  empty: ({ page }) => page.goto('/prints?search=mooon'),
  print: ({ opensPrint }) => opensPrint('contour-no-2'),
  cart: async (shopper) => {
    await shopper.alreadyHasInBag('contour-no-2-a2')
    await shopper.opensBag()
  },
  checkout: async (shopper) => {
    await shopper.page.getByRole('link', { name: 'Checkout' }).click()
    await shopper.saysWho()
    await shopper.page.getByLabel('Street and number').fill('12 St James’s Square')
  },
  order: async (shopper) => {
    await shopper.page.goto('/checkout')
    await shopper.saysWhoAndWhere()
    await shopper.paysWith('Approves')
    await shopper.seesOrderBecome('Confirmed')
    await expect(shopper.page.getByRole('heading', { name: 'Who did what' })).toBeVisible()
  },
  'lab-registry': async ({ page }) => {
    await page.goto('/lab/registry')
    await page.getByRole('radio', { name: 'None' }).check()
    await page.getByRole('button', { name: 'Call ten times a second' }).click()
    await page.getByRole('button', { name: 'Kill inventory-1' }).click()
    await expect(page.getByRole('region', { name: 'Predict' })).toContainText('As you said.')
  },
  'lab-load-balancing': async ({ page }) => {
    await page.goto('/lab/load-balancing')
    await page.getByRole('button', { name: 'Send 60 calls each way' }).click()
    await expect(page.getByRole('region', { name: 'Round robin' })).toBeVisible()
  },
  'lab-resilience': async ({ page }) => {
    await page.goto('/lab/resilience')
    await page.getByRole('button', { name: 'Send 60 calls each way' }).click()
    await expect(page.getByRole('region', { name: 'With every pattern' })).toBeVisible()
  },
  'lab-aggregation': async ({ page }) => {
    await page.goto('/lab/aggregation')
    await page.getByRole('radio', { name: /^The page without/ }).check()
    await page.getByRole('button', { name: 'Let the sales hang' }).click()
    await page.getByRole('button', { name: 'Heal the sales' }).waitFor()
    await page.getByRole('button', { name: 'Open a print’s page' }).click()
    await expect(page.getByRole('region', { name: 'Predict' })).toContainText('As you said.')
  },
  'lab-cache': async ({ page }) => {
    await page.goto('/lab/cache')
    await page.getByRole('radio', { name: /^Once: the others/ }).check()
    await page.getByRole('button', { name: 'Twenty ask for a cold page' }).click()
    await page.getByRole('button', { name: 'Twenty ask past the cache' }).click()
    await page.getByRole('button', { name: 'Look at a print twice' }).click()
    await expect(page.getByRole('region', { name: 'Goals' }).getByText(': seen')).toHaveCount(3)
  },
  'lab-realtime': async ({ page }) => {
    await page.goto('/lab/realtime')
    await page.getByRole('radio', { name: /^What was not told/ }).check()
    await page.getByRole('button', { name: 'Order a print' }).click()
    const row = (entry: string) => page.getByRole('row').filter({ hasText: entry })
    await expect(row('Confirmed')).toContainText('after opening 1')
    await page.getByRole('button', { name: 'Cut the stream' }).click()
    await page.getByRole('button', { name: 'Ship it' }).click()
    await page.getByRole('button', { name: 'Deliver it' }).click()
    await expect(row('Delivered')).toContainText('not yet')
    await page.getByRole('button', { name: 'Mend the stream' }).click()
    await expect(page.getByRole('region', { name: 'Predict' })).toContainText('As you said.')
  },
  'lab-events': async ({ page }) => {
    await page.goto('/lab/events')
    await page.getByRole('button', { name: 'Order a print and cancel it' }).click()
    await page.getByRole('button', { name: 'Take the cause away' }).click({ timeout: 30_000 })
    await page.getByRole('button', { name: 'Everything since your order' }).click({ timeout: 30_000 })
    await expect(page.getByRole('region', { name: 'Goals' }).getByText(': seen')).toHaveCount(5, { timeout: 30_000 })
  },
  'lab-queues': async ({ page }) => {
    await page.goto('/lab/queues')
    await page.getByRole('checkbox', { name: 'longer over each mail' }).click()
    await page.getByRole('checkbox', { name: 'counts as full' }).click()
    await page.getByRole('button', { name: 'Place 60 orders' }).click()
    await expect(page.getByRole('region', { name: 'Goals' }).getByText(': seen')).toHaveCount(2, { timeout: 30_000 })
  },
  'sold-out': async ({ page }, shop) => {
    const partner = openPartner(shop)
    const { orderId } = await partner.placeOrder({ sku: 'last-impression-a3' })
    await partner.waitsFor(orderId, 'confirmed')
    await page.goto('/prints/last-impression')
  },
  degraded: async ({ page, opensPrint }, shop) => {
    await opensPrint('contour-no-2')
    await openFleet(shop).scale('inventory', 0)
    await expect(page.getByRole('button', { name: 'Waiting for the stock room' })).toBeVisible()
    await page.reload()
    await expect(page.getByRole('button', { name: 'Waiting for the stock room' })).toBeVisible()
  },
}

await using opened = await openShop()
const browser = await chromium.launch({ executablePath: await browserPath(), args: ['--no-sandbox', '--disable-gpu'] })
try {
  await takeAll(browser, opened.shop)
} finally {
  await browser.close()
}

async function takeAll(browser: Browser, shop: RunningShop) {
  const shopper = await openShopper({ browser, shop })
  await warmUp(shopper)
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  for (const [name, open] of Object.entries(screens)) {
    await shopper.page.setViewportSize({ width: 1280, height: 900 })
    await open(shopper, shop)
    for (const width of widths) {
      for (const light of ['light', 'dark'] as const) {
        await take(shopper.page, { width, light, file: join(folder, `${name}-${light}-${width}.png`) })
      }
    }
    console.log(name)
  }
}

/** A shop that was started a moment ago leaves out of a page what it could not have in time. */
async function warmUp({ page, opensHome }: Shopper) {
  await expect(async () => {
    await opensHome()
    await expect(page.getByRole('region', { name: 'First Light' })).toBeVisible({ timeout: 1_000 })
  }).toPass({ timeout: 60_000 })
}

async function take(page: Page, { width, light, file }: { width: number; light: 'light' | 'dark'; file: string }) {
  await page.setViewportSize({ width, height: 900 })
  await page.emulateMedia({ colorScheme: light, reducedMotion: 'reduce' })
  await showAllPictures(page)
  const height = Math.min(heightMax, await page.evaluate(() => document.documentElement.scrollHeight))
  const picture = await page.screenshot({ fullPage: true, clip: { x: 0, y: 0, width, height } })
  await sharp(picture).png({ palette: true, quality: 100, effort: 8 }).toFile(file)
}

/** Drawings are loaded as they come into sight, so every one is asked for before the picture is taken. */
async function showAllPictures(page: Page) {
  await page.evaluate(() => {
    for (const image of document.images) image.loading = 'eager'
  })
  await page.waitForFunction(() => [...document.images].every(({ complete }) => complete))
  await page.evaluate(() => document.fonts.ready.then(() => undefined))
}
