import { fulfil } from '@switchyard/orders/fulfilment'
import type { OrderRecord } from '@switchyard/orders/order'
import { type Bug, sound } from './bug.ts'

/** A mistake about the order of things, and the invariant under which it must be found. */
interface SeededBug {
  readonly about: string
  readonly breaks: string
  readonly bug: Bug
}

/** Mistakes that only show in some orders of messages, crashes and timers. */
export const seededBugs: Readonly<Record<string, SeededBug>> = {
  'no version check': {
    about: 'what was decided on an old order is written over a newer one',
    breaks: 'history goes a legal way',
    bug: {
      ...sound,
      orders: (ports) => ({
        ...ports,
        insert: (order) => ports.insert(order),
        ownerOf: (orderId) => ports.ownerOf(orderId),
        store: {
          ...ports.store,
          save: async (order, change, options) => {
            const version = (await ports.store.load(order.orderId))?.version ?? order.version
            return await ports.store.save({ ...order, version }, change, options)
          },
        },
      }),
    },
  },
  'no inbox': {
    about: 'a message that comes again is applied again',
    breaks: 'each message is applied once',
    bug: {
      ...sound,
      stock: (port, { newId }) => {
        const fresh = <Asked extends { received: { consumer: string } }>(asked: Asked) => ({
          ...asked,
          received: { consumer: asked.received.consumer, id: newId() },
        })
        return {
          ...reading(port),
          reserve: (asked) => port.reserve(fresh(asked)),
          commit: (asked) => port.commit(fresh(asked)),
          release: (asked) => port.release(fresh(asked)),
        }
      },
    },
  },
  'release before reserve': {
    about: 'a release that overtakes its reservation forbids nothing, so the reservation holds what nobody wants',
    breaks: 'nothing stays reserved',
    bug: {
      ...sound,
      stock: (port, { messages }) => ({
        ...port,
        ...reading(port),
        release: async (asked) => {
          if (await port.reservation(asked.orderId)) return await port.release(asked)
          if (messages.note(asked.received)) messages.send(asked.answers, asked.nowMs)
        },
      }),
    },
  },
  'release of what is sold': {
    about: 'a release gives back what is held and forgets what a commit has just sold',
    breaks: 'nothing stays reserved',
    bug: {
      ...sound,
      stock: (port, { messages }) => ({
        ...port,
        ...reading(port),
        release: async (asked) => {
          const standing = await port.reservation(asked.orderId)
          if (standing?.state !== 'committed') return await port.release(asked)
          if (messages.note(asked.received)) messages.send(asked.answers, asked.nowMs)
        },
      }),
    },
  },
  'confirmation after cancellation': {
    about: 'an answer that was overtaken by a cancellation still confirms the order',
    breaks: 'nobody fails',
    bug: {
      ...sound,
      changeOrder: (change) => (orderId, decide, options) =>
        change(orderId, (order, nowMs) => decide(order, nowMs) ?? decide(asIfWanted(order), nowMs), options),
    },
  },
  'deadline after the pivot': {
    about: 'the deadline of the whole goes on counting when the money has been taken',
    breaks: 'after the pivot only forward',
    bug: {
      ...sound,
      changeOrder: (change) => (orderId, decide, options) =>
        change(orderId, (order, nowMs) => decide(order, nowMs) ?? givenUpLate(order, nowMs), options),
    },
  },
  'retry without a key': {
    about: 'each try of a charge is a new charge to the bank',
    breaks: 'no card is charged twice',
    bug: {
      ...sound,
      payments: (payments, { newId }) => ({
        ...payments,
        charge: (request, signal) => payments.charge({ ...request, key: `${request.key}-${newId()}` }, signal),
      }),
    },
  },
  'silence is a no': {
    about: 'a charge without an answer is taken for one that was declined',
    breaks: 'no sale, no money',
    bug: {
      ...sound,
      payments: (payments) => ({
        ...payments,
        charge: async (request, signal) => {
          const answer = await payments.charge(request, signal)
          return answer.kind === 'unknown' ? { kind: 'declined' } : answer
        },
      }),
    },
  },
  'acknowledged before applied': {
    about: 'a consumer acknowledges what it takes, and dies before it has applied it',
    breaks: 'acknowledged is applied',
    bug: { ...sound, acknowledgesFirst: true },
  },
  'published before the commit': {
    about: 'the messages of a change leave although another change came first',
    breaks: 'every change is told',
    bug: {
      ...sound,
      orders: (ports, { messages, newId }) => ({
        ...ports,
        insert: (order) => ports.insert(order),
        ownerOf: (orderId) => ports.ownerOf(orderId),
        store: {
          ...ports.store,
          save: async (order, change, options) => {
            const about = { aggregateId: order.orderId, version: order.version + 1 }
            messages.send(
              (change.messages ?? []).map((draft) => draft({ ...about, id: newId() })),
              0,
            )
            return await ports.store.save(order, { ...change, messages: [] }, options)
          },
        },
      }),
    },
  },
}

/** What a spoilt port does as before. */
function reading(port: Parameters<Bug['stock']>[0]) {
  const { findOverdue, expire } = port
  return { findOverdue, expire, reservation: (orderId: string) => port.reservation(orderId) }
}

const asIfWanted = (order: OrderRecord): OrderRecord => {
  const steps = order.saga.steps.map((step) =>
    step.name === 'commit' && step.state === 'undone' ? { ...step, state: 'running' as const } : step,
  )
  return { ...order, saga: { ...order.saga, state: 'running', steps } }
}

function givenUpLate(order: OrderRecord, nowMs: number) {
  const isPaid = order.saga.steps.some(({ name, state }) => name === 'charge' && state === 'done')
  if (order.saga.state !== 'running' || !isPaid) return undefined
  const steps = order.saga.steps.map((step) => (step.name === 'charge' ? { ...step, state: 'running' as const } : step))
  const late = fulfil({ ...order, saga: { ...order.saga, steps } }, { type: 'overdue' }, nowMs)
  return late?.status === 'rejected' ? late : undefined
}
