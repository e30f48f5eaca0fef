import { expect, type Page } from '@playwright/test'
import { Secret, TOTP } from 'otpauth'
import type { Shopper } from './shopper.ts'

const halfMinuteMs = 30_000
/** What an authenticator app with this key shows, now or so many half minutes from now. */
export const codeOf = (key: string, later = 0) =>
  new TOTP({ secret: Secret.fromBase32(key.replaceAll(' ', '')) }).generate({
    timestamp: Date.now() + later * halfMinuteMs,
  })

/** In the account, up to the key for the app, which is the answer. */
export async function beginsSecondFactor({ page }: Shopper, password: string): Promise<string> {
  await page.goto('/account/second-factor')
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Set it up' }).click()
  await expect(page.getByRole('img', { name: 'The key as a QR code' })).toBeVisible()
  return (await page.getByRole('region', { name: 'Show this to your app' }).getByRole('code').textContent()) ?? ''
}

/** Until it is on; the answer is what one would keep of it. */
export async function turnsOnSecondFactor(shopper: Shopper, password: string) {
  const key = await beginsSecondFactor(shopper, password)
  const usedCode = codeOf(key)
  await givesCode(shopper.page, usedCode, 'Turn it on')
  return { key, usedCode, recoveryCode: await keepsRecoveryCodes(shopper.page) }
}

/** The first of those that are shown once. */
export async function keepsRecoveryCodes(page: Page): Promise<string> {
  const codes = page.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem')
  await expect(codes).toHaveCount(10)
  const [first = ''] = await codes.allTextContents()
  await page.getByRole('button', { name: 'I have kept them' }).click()
  await expect(page.getByText('It is on')).toBeVisible()
  return first
}

/** Where one code is asked for. */
export async function givesCode(page: Page, code: string, act: string) {
  await page.getByLabel('Code', { exact: true }).fill(code)
  await page.getByRole('main').getByRole('button', { name: act, exact: true }).click()
}
