import { createHash, randomUUID } from 'node:crypto'
import type { Principal } from '@switchyard/rpc/envelope'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { callOf, checkout, openWorld, type World } from './testing/world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld({ adminUrl: process.env.TEST_DATABASE_URL })
})
afterAll(() => world[Symbol.asyncDispose]())

const service: Principal = { kind: 'service', id: 'gateway' }
const asService = () => world.caller(callOf({ principal: service }))
const as = (principal: Principal) => world.caller(callOf({ principal, key: randomUUID() }))
const newGuest = (): Principal => ({ kind: 'guest', id: randomUUID() })
const newShopper = (): Principal => ({ kind: 'shopper', id: randomUUID() })
const nameOf = ({ kind, id }: Principal) => `${kind}:${id}`
const adopt = (guest: Principal, owner: Principal) =>
  asService().adoptGuest({ guest: nameOf(guest), owner: nameOf(owner) })
const hashOf = (email: string) => createHash('sha256').update(email.toLowerCase()).digest('hex')

describe('a guest who signs in', () => {
  test('finds both bags in one, of each print the larger number', async () => {
    const [guest, owner] = [newGuest(), newShopper()]
    await as(guest).setCart({
      lines: [
        { sku: 'a-a2', quantity: 3 },
        { sku: 'b-a2', quantity: 1 },
      ],
    })
    await as(owner).setCart({
      lines: [
        { sku: 'c-a2', quantity: 2 },
        { sku: 'a-a2', quantity: 1 },
      ],
    })
    await adopt(guest, owner)
    const merged = [
      { sku: 'c-a2', quantity: 2 },
      { sku: 'a-a2', quantity: 3 },
      { sku: 'b-a2', quantity: 1 },
    ]
    expect((await as(owner).cart({})).lines).toEqual(merged)
    await Promise.all([adopt(guest, owner), adopt(guest, owner)])
    expect((await as(owner).cart({})).lines).toEqual(merged)
    expect((await as(guest).cart({})).lines).toEqual([])
  })

  test('has a bag of twenty prints at most', async () => {
    const [guest, owner] = [newGuest(), newShopper()]
    const lines = (name: string) => Array.from({ length: 15 }, (_, n) => ({ sku: `${name}-${n}-a2`, quantity: 10 }))
    await as(guest).setCart({ lines: lines('guest') })
    await as(owner).setCart({ lines: lines('own') })
    await adopt(guest, owner)
    expect((await as(owner).cart({})).lines).toEqual([...lines('own'), ...lines('guest').slice(0, 5)])
  })

  test('has the orders that they placed before, and may cancel them', async () => {
    const [guest, owner] = [newGuest(), newShopper()]
    const { orderId } = await as(guest).place(checkout())
    await world.settle()
    await expect(as(owner).byId({ orderId })).rejects.toThrow('no such order')
    await adopt(guest, owner)
    expect((await as(owner).byId({ orderId })).orderId).toBe(orderId)
    expect((await as(owner).list({})).items.map((item) => item.orderId)).toEqual([orderId])
    expect((await as(owner).timelineSince({ orderId, seq: 0 })).entries).not.toEqual([])
    expect(await as(owner).cancel({ orderId })).toEqual({ orderId, status: 'cancelled' })
  })

  test('stays who signed in first: a second one gets neither bag nor orders', async () => {
    const [guest, first, second] = [newGuest(), newShopper(), newShopper()]
    const { orderId } = await as(guest).place(checkout())
    await adopt(guest, first)
    await as(guest).setCart({ lines: [{ sku: 'a-a2', quantity: 1 }] })
    await adopt(guest, second)
    await expect(as(second).byId({ orderId })).rejects.toThrow('no such order')
    expect((await as(second).cart({})).lines).toEqual([])
    expect((await as(first).byId({ orderId })).orderId).toBe(orderId)
  })
})

test('only a service may join and remove people', async () => {
  const [guest, owner] = [newGuest(), newShopper()]
  const input = { guest: nameOf(guest), owner: nameOf(owner) }
  await expect(as(owner).adoptGuest(input)).rejects.toThrow('This is for service')
  await expect(as(owner).erasePerson({ owner: nameOf(owner), emailHash: hashOf('a@b.test') })).rejects.toThrow(
    'service',
  )
  const mail = { id: randomUUID(), to: 'a@b.test', kind: 'verify_email', subject: '', text: '' } as const
  await expect(as(owner).keepMail(mail)).rejects.toThrow('This is for service')
})

test('a mail about an account lies in the mailbox once, however often it is handed in', async () => {
  const to = `${randomUUID()}@example.test`
  const mail = { id: randomUUID(), to, kind: 'password_reset', subject: 'Set a new password', text: 'link' } as const
  await asService().keepMail(mail)
  await asService().keepMail(mail)
  expect(await asService().mailbox({ to: to.toUpperCase() })).toMatchObject([{ to, orderId: null, text: 'link' }])
})

describe('a person who leaves', () => {
  /** The tables that have a text somewhere. */
  const grep = async (text: string) => {
    const { rows } = await world.pool.query<{ name: string }>(
      `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'`,
    )
    const found: string[] = []
    for (const { name } of rows) {
      const sql = `SELECT count(*) AS times FROM "${name}" AS t WHERE t::text ILIKE '%' || $1 || '%'`
      const { rows: counted } = await world.pool.query<{ times: number }>(sql, [text])
      if (counted[0]?.times !== 0) found.push(name)
    }
    return found
  }

  test('is in no table any more, and the orders stay with all that was sold', async () => {
    const [guest, owner] = [newGuest(), newShopper()]
    const marker = `Zerlina-${randomUUID().slice(0, 8)}`
    const contact = { name: marker, email: `${marker}@Example.test` }
    const wish = { ...checkout(), contact, address: { ...checkout().address, line1: `${marker} Lane 1` } }
    const asGuest = await as(guest).place(wish)
    const asOwner = await as(owner).place(wish)
    const elsewhere = await as(newGuest()).place({ ...wish, address: checkout().address })
    await adopt(guest, owner)
    await as(owner).setCart({ lines: [{ sku: 'a-a2', quantity: 1 }] })
    await asService().keepMail({ id: randomUUID(), to: contact.email, kind: 'verify_email', subject: '', text: marker })
    await world.settle()
    expect(await grep(marker)).toEqual(expect.arrayContaining(['orders', 'mails', 'account_mails']))

    const erase = { owner: nameOf(owner), emailHash: hashOf(contact.email) }
    expect(await asService().erasePerson(erase)).toEqual({ orders: 3 })
    expect(await grep(marker)).toEqual([])
    expect(await asService().erasePerson(erase)).toEqual({ orders: 2 })

    for (const { orderId, accessToken, total } of [asGuest, asOwner, elsewhere]) {
      const order = await as(newGuest()).byId({ orderId, accessToken })
      expect(order).toMatchObject({
        status: 'confirmed',
        total,
        contact: { name: 'removed' },
        address: { country: 'EU' },
      })
    }
    expect((await as(owner).cart({})).lines).toEqual([])
  })

  test('takes nobody else along', async () => {
    const other = newShopper()
    const { orderId } = await as(other).place(checkout())
    await asService().erasePerson({ owner: nameOf(newShopper()), emailHash: hashOf('nobody@example.test') })
    expect((await as(other).byId({ orderId })).contact.name).toBe('Ada Example')
  })
})
