import { expect } from '@playwright/test'
import { CallerView, type OutReason } from '@switchyard/contracts/lab'
import { System } from '@switchyard/contracts/lab-operations'
import type { QueueCounts } from '@switchyard/contracts/trail'
import { z } from 'zod'
import { ask, expectStatus } from './rest.ts'
import type { RunningShop } from './stack.ts'

/** Opens the lab's public questions. */
export function openCallers({ gateway }: Pick<RunningShop, 'gateway'>) {
  const askLab = async (operation: string) => {
    const answer = await expectStatus(ask(`${gateway}/trpc/v2/lab.${operation}?input=%7B%7D`), 200)
    return Object(answer.body).result.data as unknown
  }
  const callersView = async (service: string): Promise<CallerView> => {
    const view = z
      .array(CallerView)
      .parse(await askLab('callers'))
      .find((one) => one.service === service)
    if (!view) throw new Error(`the gateway does not call ${service}`)
    return view
  }
  const instance = async (id: string) =>
    (await callersView(serviceOf(id))).instances.find(({ instanceId }) => instanceId === id)
  const callsDuring = async (service: string, act: () => Promise<unknown>): Promise<Record<string, number>> => {
    const before = await callersView(service)
    await act()
    const after = await callersView(service)
    const known = new Map(before.instances.map((one) => [one.instanceId, one]))
    const gone = before.instances.map(({ instanceId }) => [instanceId, 0] as const)
    const calls = after.instances.map((one) => [
      one.instanceId,
      // A try that waited before and was left for a quicker one is counted nowhere.
      Math.max(0, sentTo(one) - sentBefore(one, known.get(one.instanceId))),
    ])
    return Object.fromEntries([...gone, ...calls])
  }

  /** A service that is busy may be missing from an answer, and be there in the next. */
  const queueCounts = async (queue: string): Promise<QueueCounts> => {
    let found: QueueCounts | undefined
    await expect(async () => {
      const { queues } = System.parse(await askLab('system'))
      found = queues?.find((one) => one.queue === queue)
      expect(found, `the lab does not know the queue ${queue} right now`).toBeDefined()
    }).toPass({ timeout: 10_000, intervals: [200] })
    if (!found) throw new Error('unreachable')
    return found
  }

  return {
    queueCounts,
    /** What each instance has ever done on a queue, by its own count. */
    doneOn: async (queue: string): Promise<Record<string, number>> =>
      Object.fromEntries((await queueCounts(queue)).done.map(({ instance, count }) => [instance, count])),
    callersView,
    /** Calls that the gateway sent to each instance of a service while `act` ran; an instance that left counts from 0. */
    callsDuring,
    /** Waits until the gateway sends an instance nothing more, for one of these reasons. */
    waitsUntilOut: (id: string, reasons: OutReason[]) =>
      expect(async () => expect(reasons).toContain((await instance(id))?.out)).toPass({
        timeout: 15_000,
        intervals: [50],
      }),
    /** Waits until an instance gets at least half of an even share of what `browse` asks. */
    waitsUntilItShares: (id: string, browse: () => Promise<unknown>) =>
      expect(async () => {
        const calls = await callsDuring(serviceOf(id), browse)
        const all = Object.values(calls).reduce((sum, count) => sum + count)
        const message = `${id} of ${JSON.stringify(calls)}`
        expect(calls[id] ?? 0, message).toBeGreaterThan(all / Object.keys(calls).length / 2)
      }).toPass({ timeout: 20_000, intervals: [50] }),
    /** Ids of the instances of orders and inventory that the registry does not know. */
    withoutLease: async (): Promise<string[]> => {
      const { instances } = System.parse(await askLab('system'))
      const registered = (instances ?? []).filter(({ service }) => service === 'orders' || service === 'inventory')
      if (registered.length === 0) throw new Error('the lab cannot see the instances')
      return registered.filter(({ lease }) => lease === null).map(({ id }) => id)
    },
  }
}

type Seen = CallerView['instances'][number]

const sentTo = ({ answered, failed, pending }: Seen): number => answered + failed + pending

/** A restarted instance is counted anew. */
const sentBefore = (now: Seen, before: Seen | undefined): number =>
  before?.startedAt === now.startedAt ? sentTo(before) : 0

const serviceOf = (id: string): string => id.slice(0, id.lastIndexOf('-'))
