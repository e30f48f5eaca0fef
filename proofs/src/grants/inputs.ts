import { randomUUID } from 'node:crypto'
import type { Principal } from '@switchyard/rpc/envelope'
import { newPassword, password } from './cast.ts'
import { applicable, checkout, type Things } from './things.ts'

/** What an input is made for. */
interface Asked {
  readonly things: Things
  /** Whose thing it is; somebody's when left out. */
  readonly owner: Principal | undefined
  /** Whether the thing's access token is shown. */
  readonly withLink: boolean
}

type MakeInput = (asked: Asked) => Promise<object> | object

const nothing: MakeInput = () => ({})
const anOrder: MakeInput = async ({ things, owner, withLink }) => {
  const { orderId, accessToken } = await things.order(owner)
  return { orderId, ...(withLink ? { accessToken } : {}) }
}
const orderIdAlone: MakeInput = async ({ things, owner }) => ({ orderId: (await things.order(owner)).orderId })
const aWebhook: MakeInput = async ({ things, owner }) => ({ webhookId: await things.webhook(owner) })
const aKey: MakeInput = async ({ things }) => ({ keyId: await things.key() })
const and =
  (make: MakeInput, more: object): MakeInput =>
  async (asked) => ({ ...(await make(asked)), ...more })
/** Asked once something else has been made. */
const after =
  (made: (asked: Asked) => Promise<unknown>, input: object): MakeInput =>
  async (asked) => {
    await made(asked)
    return input
  }
const isOn = ({ things, owner }: Asked) => things.recoveryCode(owner)
const isBegun = ({ things, owner }: Asked) => things.firstCode(owner)

const letter = (service: 'orders' | 'inventory', more: object = {}): MakeInput =>
  and(({ things }) => things.letter(service), more)
const letterId =
  (service: 'orders' | 'inventory'): MakeInput =>
  async ({ things }) => ({ id: (await things.letter(service)).id })
const since = { since: '2026-01-01T00:00:00.000Z' }
const edited = (service: 'orders' | 'inventory') => ({ payload: applicable[service].payload })
const dropped = { reason: 'as planned' }
const span = (to: string) => ({ to, from: '2026-01-01T00:00:00.000Z', until: '2026-01-01T00:00:01.000Z' })
const run = randomUUID()
const newEmail = () => `${randomUUID()}@example.test`
const fault = { target: { service: 'orders' }, kind: 'error', ttlS: 1 }

/** What a browser shows beside who it is: a sign-in that waits. */
export const cookiesFor = async (operation: string, things: Things, headers: Readonly<Record<string, string>>) =>
  operation === 'account.confirmSignIn'
    ? { ...headers, cookie: [headers.cookie ?? [], await things.challenge()].flat().join('; ') }
    : headers

/** What each public operation is asked with, so that whoever may ask it gets an answer. */
export const storefrontInputs: Readonly<Record<string, MakeInput>> = {
  'products.list': nothing,
  'products.bySlug': () => ({ slug: 'contour-no-2' }),
  'products.changePrice': () => ({ sku: 'contour-no-2-a3', amount: 9_000 }),
  'stock.bySku': () => ({ sku: 'contour-no-2-a2' }),
  'cart.get': nothing,
  'cart.set': () => ({ lines: [] }),
  'account.signUp': () => ({ name: 'Ada Example', email: newEmail(), password: newPassword }),
  'account.verifyEmail': async ({ things }) => ({ token: await things.link('confirm'), password }),
  'account.signIn': () => ({ email: 'shopper@halftone.test', password }),
  'account.confirmSignIn': async ({ things }) => ({ code: await things.answer() }),
  'account.signOut': nothing,
  'account.signOutEverywhere': nothing,
  'account.me': nothing,
  'account.sessions': nothing,
  'account.endSession': () => ({ id: randomUUID() }),
  'account.endSessionsOf': () => ({ email: 'shopper@halftone.test' }),
  'account.requestReset': () => ({ email: newEmail() }),
  'account.resetPassword': async ({ things }) => ({ token: await things.link('reset'), password: newPassword }),
  'account.changePassword': () => ({ currentPassword: password, newPassword }),
  'account.secondFactor': after(isOn, {}),
  'account.beginSecondFactor': after(isBegun, { password }),
  'account.turnOnSecondFactor': async (asked) => ({ code: await isBegun(asked) }),
  'account.turnOffSecondFactor': async (asked) => ({ password, code: await isOn(asked) }),
  'account.renewRecoveryCodes': after(isOn, { password }),
  'account.removeSecondFactorOf': () => ({ email: 'shopper@halftone.test' }),
  'account.addresses': nothing,
  'account.saveAddress': () => ({ name: 'Ada Example', ...checkout.address }),
  'account.removeAddress': () => ({ id: randomUUID() }),
  'account.delete': () => ({ password }),
  'orders.place': () => checkout,
  'orders.list': nothing,
  'orders.byId': anOrder,
  'orders.cancel': anOrder,
  'orders.return': anOrder,
  'orders.timeline': anOrder,
  'live.follow': async (about) => ({ orders: [await anOrder(about)] }),
  'webhooks.add': () => ({ url: 'https://gallery.example.test/hook' }),
  'webhooks.list': nothing,
  'webhooks.byId': aWebhook,
  'webhooks.remove': aWebhook,
  'webhooks.enable': aWebhook,
  'webhooks.rotateSecret': aWebhook,
  'webhooks.replay': and(aWebhook, since),
  'webhooks.deliveries': aWebhook,
  'apiKeys.create': () => ({ name: 'Gallery', scopes: ['orders:read'] }),
  'apiKeys.list': nothing,
  'apiKeys.rotate': aKey,
  'apiKeys.revoke': aKey,
  'audit.list': nothing,
  'audit.check': nothing,
  'sales.byDay': nothing,
  'sales.rebuild': nothing,
  'deadLetters.list': nothing,
  'deadLetters.byId': and(letterId('orders'), { service: 'orders' }),
  'deadLetters.edit': letter('orders', { service: 'orders', ...edited('orders') }),
  'deadLetters.replay': letter('orders', { service: 'orders' }),
  'deadLetters.drop': letter('orders', { service: 'orders', ...dropped }),
  'events.replay': () => span('orders.history'),
  'lab.system': nothing,
  'lab.act': () => ({ id: 'orders-1', action: 'freeze' }),
  'lab.scale': () => ({ service: 'orders', instances: 1 }),
  'lab.callers': nothing,
  'lab.doors': nothing,
  'lab.subscribers': nothing,
  'lab.operations': nothing,
  'lab.tryToken': () => ({ trial: 'as-it-is' }),
  'lab.stock': () => ({ sku: 'contour-no-2-a2' }),
  'lab.faults': nothing,
  'lab.injectFault': () => fault,
  'lab.healFault': async ({ things }) => ({ id: (await things.fault()).id }),
  'lab.signScope': () => ({ session: 'ann' }),
  'lab.takeBadge': nothing,
  'lab.compare': () => ({ lanes: [{}], calls: 1, perSecond: 1 }),
  'lab.moveParcel': and(anOrder, { to: 'shipped' }),
  'lab.copyMessages': and(anOrder, { copies: 1 }),
  'lab.orderPath': anOrder,
  'lab.verdict': nothing,
  'lab.check': nothing,
  'lab.writeNotes': () => ({ run, notes: 1 }),
  'lab.notes': () => ({ run }),
  'lab.mailbox': nothing,
}

const letters = (service: 'orders' | 'inventory') => ({
  [`${service}.deadLetters`]: nothing,
  [`${service}.deadLetter`]: letterId(service),
  [`${service}.editDeadLetter`]: letter(service, edited(service)),
  [`${service}.replayDeadLetter`]: letter(service),
  [`${service}.dropDeadLetter`]: letter(service, dropped),
})

/** The same for the services. */
export const serviceInputs: Readonly<Record<string, MakeInput>> = {
  ...letters('orders'),
  ...letters('inventory'),
  'orders.place': () => checkout,
  'orders.byId': anOrder,
  'orders.list': nothing,
  'orders.cancel': anOrder,
  'orders.return': anOrder,
  'orders.moveParcel': and(orderIdAlone, { to: 'shipped' }),
  'orders.timelineSince': and(anOrder, { seq: 0 }),
  'orders.timelineMarks': () => ({ orderIds: [randomUUID()] }),
  'orders.salesOf': () => ({ slug: 'contour-no-2' }),
  'orders.sales': nothing,
  'orders.rebuildReads': nothing,
  'orders.cart': nothing,
  'orders.setCart': () => ({ lines: [] }),
  'orders.recordPayment': and(orderIdAlone, { eventId: 'e1', type: 'charge.declined', entryId: 'none' }),
  'orders.trail': anOrder,
  'orders.queues': nothing,
  'orders.check': nothing,
  'orders.lastVerdict': nothing,
  'orders.mailbox': nothing,
  'orders.keepMail': () => ({ id: randomUUID(), to: newEmail(), kind: 'verify_email', subject: '', text: '' }),
  'orders.adoptGuest': () => ({ guest: `guest:${randomUUID()}`, owner: `shopper:${randomUUID()}` }),
  'orders.erasePerson': () => ({ owner: `shopper:${randomUUID()}`, emailHash: '0'.repeat(64) }),
  'orders.addWebhook': () => ({ url: 'https://gallery.example.test/hook' }),
  'orders.webhooks': nothing,
  'orders.webhook': aWebhook,
  'orders.removeWebhook': aWebhook,
  'orders.enableWebhook': aWebhook,
  'orders.rotateWebhookSecret': aWebhook,
  'orders.replayWebhook': and(aWebhook, since),
  'orders.webhookDeliveries': aWebhook,
  'orders.replayEvents': () => span('orders.history'),
  'orders.writeNotes': () => ({ run, notes: 1 }),
  'orders.notes': () => ({ run }),
  'orders.copyMessages': and(orderIdAlone, { copies: 1 }),
  'orders.rowsOf': and(orderIdAlone, { messageIds: [] }),
  'inventory.listPrints': nothing,
  'inventory.printBySlug': () => ({ slug: 'contour-no-2' }),
  'inventory.stockOfPrint': () => ({ slug: 'contour-no-2' }),
  'inventory.printsBySlugs': () => ({ slugs: ['contour-no-2'] }),
  'inventory.stockOfPrints': () => ({ slugs: ['contour-no-2'] }),
  'inventory.stockBySku': () => ({ sku: 'contour-no-2-a2' }),
  'inventory.changePrice': () => ({ sku: 'contour-no-2-a3', amount: 9_000 }),
  'inventory.quote': () => ({ skus: [] }),
  'inventory.reservation': orderIdAlone,
  'inventory.trail': orderIdAlone,
  'inventory.facts': () => ({ after: '00000000-0000-7000-8000-000000000000', until: null }),
  'inventory.pileFacts': nothing,
  'inventory.queues': nothing,
  'inventory.replayEvents': () => span('orders.fulfilment'),
  'inventory.copyMessages': and(orderIdAlone, { copies: 1 }),
  'inventory.rowsOf': and(orderIdAlone, { messageIds: [] }),
}
