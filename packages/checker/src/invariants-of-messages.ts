import type { SentMessage } from '@switchyard/contracts/facts'
import { subscribers } from '@switchyard/contracts/subscribers'
import type { Case, Invariant } from './invariant.ts'

/** Every message arrives, and takes effect once. */
export const invariantsOfMessages: readonly Invariant[] = [
  {
    name: 'every change is told',
    guarantee: 'For each status that others must hear of, one event was written together with it.',
    inCase: ({ order, sent }) => {
      if (!order) return []
      const way = new Set(order.timeline.map(({ status }) => status))
      return Object.entries(tellers).flatMap(([status, name]) => {
        const wanted = way.has(status) ? 1 : 0
        const told = sent.filter((message) => message.name === name).length
        return told === wanted ? [] : [`order ${order.orderId} told ${name} ${told} times, and should ${wanted} times`]
      })
    },
  },
  {
    name: 'everything is sent',
    guarantee: 'No message stays in an outbox.',
    inCase: ({ sent, isLate }) =>
      sent
        .filter(({ isRelayed, at }) => !isRelayed && isLate(at))
        .map(({ name, id, orderId, at }) => `${name} ${id} of order ${orderId} waits in the outbox since ${at}`),
  },
  {
    name: 'everyone is told',
    guarantee: 'A message that was sent has a delivery for the service that it belongs to, or for each subscriber.',
    inCase: ({ sent }) =>
      sent
        .filter(({ isRelayed }) => isRelayed)
        .flatMap((message) => {
          const reached = message.deliveries.map(({ queue }) => queue)
          const forgotten = queuesOf(message).filter((queue) => !reached.includes(queue))
          return forgotten.map((queue) => `${message.name} ${message.id} of order ${message.orderId} misses ${queue}`)
        }),
  },
  {
    name: 'everything sent is acknowledged',
    guarantee:
      'Whoever a message was sent to has acknowledged it; what goes to them once more is waited for by nobody.',
    inCase: ({ sent, isLate }) =>
      sent.flatMap(({ name, id, orderId, at, deliveries }) =>
        deliveries
          .filter(({ isAcknowledged, isReplay }) => !isAcknowledged && !isReplay && isLate(at))
          .map(({ queue }) => `${queue} has not acknowledged ${name} ${id} of order ${orderId}`),
      ),
  },
  {
    name: 'acknowledged is applied',
    guarantee: 'A command that was acknowledged was carried out and answered, or is kept as a dead letter.',
    inCase: (one) =>
      stepsOf(one).flatMap(({ stepId, commands, answers }) => {
        const done = commands.filter(({ deliveries }) => deliveries.some(({ isAcknowledged }) => isAcknowledged))
        const dead = done.filter(({ id }) => one.buried.some(({ messageId }) => messageId === id))
        const unanswered = done.length - dead.length - answers.length
        return unanswered > 0 ? [`${unanswered} of ${done.length} acknowledged commands ${stepId} have no answer`] : []
      }),
  },
  {
    name: 'each message is applied once',
    guarantee: 'A command is answered once, however often it comes.',
    inCase: (one) =>
      (one.isAtRest ? stepsOf(one) : [])
        .filter(({ commands, answers }) => answers.length > commands.length)
        .map(({ stepId, commands, answers }) => `${commands.length} commands ${stepId} had ${answers.length} answers`),
  },
]

/** What is told when an order reaches a status. */
const tellers: Record<string, string> = {
  pending: 'orders.orderPlaced',
  confirmed: 'orders.orderConfirmed',
  shipped: 'orders.orderShipped',
  delivered: 'orders.orderDelivered',
  rejected: 'orders.orderRejected',
  cancelled: 'orders.orderCancelled',
  returned: 'orders.orderReturned',
}

function queuesOf({ kind, name }: SentMessage): string[] {
  if (kind === 'command') return [name]
  const declared = Object.entries<readonly { name: string }[]>(subscribers)
  return declared.filter(([, events]) => events.some((event) => event.name === name)).map(([queue]) => queue)
}

/** What inventory was asked for and what it answered, step by step. */
function stepsOf({ sent }: Case) {
  const asked = sent.filter(({ kind, name }) => kind === 'command' && name.startsWith('inventory.'))
  const answered = sent.filter(({ kind, stepId }) => kind === 'event' && stepId !== null)
  const byStep = Map.groupBy([...asked, ...answered], ({ stepId }) => stepId ?? '')
  return [...byStep].map(([stepId, messages]) => ({
    stepId,
    commands: messages.filter(({ kind }) => kind === 'command'),
    answers: messages.filter(({ kind }) => kind === 'event'),
  }))
}
