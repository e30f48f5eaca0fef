/**
 * GROUP COMMIT: what is asked for in one turn of the event loop, or while the database writes, is written together, by the
 * next statement. A commit costs about the same for one row as for fifty, so the busier the service, the cheaper each
 * write; whoever comes alone waits for nobody.
 *
 *     const insert = groupCommit((orders: readonly NewOrder[]) => insertOrders(pool, orders))
 *     await insert(order)
 *
 * A group is written for several callers, so it is cancelled by none of them; who no longer waits when it begins is left out.
 */
import { type CurrentCall, currentCall, serveNobody } from '@switchyard/runtime/current-call'
import { CallEnded, hasEnded } from './call-query.ts'

/** How groups form. */
interface GroupOptions {
  /** Groups that are being written at the same time; while one commits, the next one gathers. */
  readonly atOnce?: number
  /** Items of one group at most. */
  readonly itemsMax?: number
  /** Items that are worth a group beside another: a statement has its price, however few it writes. */
  readonly itemsMin?: number
  /** Items that may wait for their group; whoever comes after them is refused. */
  readonly waitingMax?: number
}

interface Waiting<Item> {
  readonly item: Item
  readonly call: CurrentCall | undefined
  readonly resolve: () => void
  readonly reject: (error: unknown) => void
}

/**
 * Makes a function that writes one item out of one that writes many, all or none. When a group fails because of what an
 * item holds, each is written alone, so that one caller's mistake is no other's.
 * @throws what `write` throws; {@link CallEnded} for a caller that has left; `53300` beyond `waitingMax`.
 */
export function groupCommit<Item>(
  write: (items: readonly Item[]) => Promise<void>,
  { atOnce = 2, itemsMax = 50, itemsMin = 20, waitingMax = 1_000 }: GroupOptions = {},
): (item: Item) => Promise<void> {
  const waiting: Waiting<Item>[] = []
  let writing = 0
  let isGathering = false

  const writeEach = async (group: readonly Waiting<Item>[]) => {
    for (const { item, resolve, reject } of group) await write([item]).then(resolve, reject)
  }
  const writeGroup = async (group: readonly Waiting<Item>[]) => {
    try {
      await write(group.map(({ item }) => item))
      for (const { resolve } of group) resolve()
    } catch (error) {
      if (group.length > 1 && isOfOneItem(error)) return writeEach(group)
      // Whoever came behind a group that found no connection would wait for one as long as that group has.
      const refused = codeOf(error) === noneLeft ? [...group, ...waiting.splice(0)] : group
      for (const { reject } of refused) reject(error)
    }
  }
  /** What waits is shared among the groups that may be written now: one is prepared while the database works on another. */
  const nextSize = () => {
    const share = Math.ceil(waiting.length / (atOnce - writing))
    return Math.min(itemsMax, share < itemsMin ? waiting.length : share)
  }
  const next = () => {
    let group: readonly Waiting<Item>[] = []
    while (group.length === 0 && waiting.length > 0) group = stillWanted(waiting.splice(0, nextSize()))
    if (group.length === 0) return
    writing += 1
    void serveNobody(() => writeGroup(group)).finally(() => {
      writing -= 1
      gather()
    })
  }
  /** Those who waited for one group come back together: without this the first of them would be written alone, for the price of twelve. */
  const gather = () => {
    if (isGathering) return
    isGathering = true
    setImmediate(() => {
      isGathering = false
      while (writing < atOnce && waiting.length > 0) next()
    })
  }
  return (item) => {
    if (waiting.length >= waitingMax) return Promise.reject(new GroupsFull())
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    waiting.push({ item, call: currentCall(), resolve, reject })
    gather()
    return promise
  }
}

/** The code of a server that has no connection left. */
const noneLeft = '53300'

/** More is asked than can be written: to callers the same as no connection. */
class GroupsFull extends Error {
  readonly code = noneLeft

  constructor() {
    super('Too much is waiting to be written.')
    this.name = 'GroupsFull'
  }
}

function stillWanted<Item>(group: readonly Waiting<Item>[]): readonly Waiting<Item>[] {
  return group.filter(({ call, reject }) => {
    const ended = call !== undefined && hasEnded(call)
    if (ended) reject(new CallEnded())
    return !ended
  })
}

// What is wrong with a value (22), a constraint that is broken (23), a deadlock (40), a lock that was not to be had (55P03).
const ofOneItem = /^(22...|23...|40...|55P03)$/

const isOfOneItem = (error: unknown) => ofOneItem.test(codeOf(error))

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
