import { randomUUID } from 'node:crypto'
import { expect } from '@playwright/test'
import { openMailbox } from './mailbox.ts'
import { ask, expectStatus } from './rest.ts'
import type { RunningShop } from './stack.ts'

/** Somebody's account, as they would write it down. */
export interface Account {
  name: string
  email: string
  password: string
}

/** The accounts of every local copy. */
export const seeded = (who: 'shopper' | 'staff' | 'admin') => ({
  email: `${who}@halftone.test`,
  password: 'halftone-demo',
})

/** An address that nobody has used. */
export const newEmail = (name = 'ada') => `${name}-${randomUUID().slice(0, 8)}@example.org`

/** Opens a new account, confirmed by its mail, for tests that are about what comes after. */
export async function openAccount(shop: RunningShop): Promise<Account> {
  const account = { name: 'Ada Lovelace', email: newEmail(), password: 'an engine of numbers' }
  const post = (operation: string, json: unknown) =>
    expectStatus(ask(`${shop.gateway}/trpc/v2/account.${operation}`, { method: 'POST', json }), 200)
  await post('signUp', account)
  const link = await mailedLink({ shop, to: account.email, kind: 'verify_email' })
  await post('verifyEmail', { token: new URL(link).searchParams.get('token'), password: account.password })
  return account
}

/** The link of the newest mail of that kind, once it is there. */
export async function mailedLink({
  shop,
  to,
  kind,
}: {
  shop: RunningShop
  to: string
  kind: 'verify_email' | 'password_reset'
}): Promise<string> {
  const newest = async () => (await openMailbox(shop).mailsTo(to)).find((mail) => mail.kind === kind)?.text ?? ''
  await expect.poll(newest).toMatch(/https?:\/\//)
  return /https?:\/\/\S+/.exec(await newest())?.[0] ?? ''
}
