import { Secret, TOTP } from 'otpauth'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type AccountWorld, openAccountWorld } from '../testing/account-world.ts'

let world: AccountWorld
beforeAll(async () => {
  world = await openAccountWorld({ staffSecondFactor: 'required' })
})
afterAll(() => world[Symbol.asyncDispose]())

const password = 'halftone-demo'
async function signedIn(role: string) {
  const browser = world.front.browser()
  await browser.call('account.signIn', { email: `${role}@halftone.test`, password })
  return browser
}

test.each(['staff', 'admin'])(
  'where it is required, %s without one is served nothing that is for staff, hears what to do, and once it is on is',
  async (role) => {
    const browser = await signedIn(role)
    const refused = {
      status: 403,
      code: 'second_factor_missing',
      detail: expect.stringContaining('Turn on a second factor'),
    }
    expect(await browser.ask('audit.check')).toMatchObject(refused)
    expect((await browser.ask('account.secondFactor')).data).toMatchObject({ on: false, required: true })
    const { data } = await browser.call('account.beginSecondFactor', { password })
    const code = new TOTP({ secret: Secret.fromBase32(String(data.key)) }).generate()
    expect(await browser.call('account.turnOnSecondFactor', { code })).toMatchObject({ status: 200 })
    expect(await browser.ask('audit.check')).toMatchObject({ status: 200 })
  },
)

test('where it is required, a shopper is asked for none', async () => {
  const browser = await signedIn('shopper')
  expect((await browser.ask('account.secondFactor')).data).toMatchObject({ required: false })
  expect(await browser.ask('audit.check')).toMatchObject({ status: 403, code: 'forbidden' })
})
