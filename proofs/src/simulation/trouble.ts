import { anyOf, type Choice } from './act.ts'
import { done, type Pause } from './tasks.ts'
import type { World } from './world.ts'

/** How much trouble is left to be made in one run. */
export interface Trouble {
  deaths: number
  repeats: number
  wipes: number
}

/** What goes wrong by itself: a process dies at a boundary, a letter comes again, Redis forgets. */
export function troubleOf(world: World, left: Trouble): Choice[] {
  return [
    ...(left.deaths > 0 ? [...dying(world, left), ...dyingRelays(world, left)] : []),
    ...(left.repeats > 0 && world.done.length > 0 ? [repeating(world, left)] : []),
    ...(left.repeats > 0 ? losingLocks(world, left) : []),
    ...(left.wipes > 0 && !world.post.isEmpty ? [forgetting(world, left)] : []),
  ]
}

/** A process dies before or after what one of its tasks asks of the world, and with it all else that it was doing. */
function dying({ tasks, random }: World, left: Trouble): Choice[] {
  const draw = () => {
    const pause = tasks.pauses[random.below(tasks.pauses.length)]
    const boundary = random.chance(0.5) ? ('before' as const) : ('after' as const)
    const run = async () => {
      left.deaths -= 1
      // It is done, and whoever asked never hears of it.
      if (pause && boundary === 'after') await done(pause.ways[0]).catch(() => undefined)
      if (pause) tasks.kill(pause.task.process)
    }
    return { name: `die ${boundary} ${told(pause)}`, kind: 'crash' as const, run }
  }
  return tasks.pauses.length > 0 ? [{ weight: 0.25, draw }] : []
}

function dyingRelays({ messages, post, random }: World, left: Trouble): Choice[] {
  return (['orders', 'inventory'] as const).flatMap((service) => {
    const books = messages[service]
    const draw = () => {
      const row = books.unrelayed[random.below(books.unrelayed.length)]
      const run = () => {
        left.deaths -= 1
        if (row) post.relay(service, books, row, { dies: true })
      }
      return { name: `die before publishing ${row?.message.name}`, kind: 'crash' as const, run }
    }
    return books.unrelayed.length > 0 ? [{ weight: 0.12, draw }] : []
  })
}

function repeating({ done: taken, post, random }: World, left: Trouble): Choice {
  const draw = () => {
    const job = taken[random.below(taken.length)]
    const run = () => {
      left.repeats -= 1
      if (job) post.add(job.queue, job.letter)
    }
    return { name: `again ${job?.label}`, kind: 'inner' as const, run }
  }
  return { weight: 0.2, draw }
}

/**
 * A letter is given to another while the first still works on it. Not where the bank tells nothing: who wakes after that,
 * charges and dies leaves money of which nobody hears.
 */
function losingLocks({ post, random, bank }: World, left: Trouble): Choice[] {
  const active = bank.mood.tells ? post.active() : []
  return anyOf(active, 0.1, random.below, (job) => ({
    ...{ name: `again ${job.label}`, kind: 'inner' },
    run: () => {
      left.repeats -= 1
      post.stalled(job)
    },
  }))
}

function forgetting({ post, bank }: World, left: Trouble): Choice {
  const run = () => {
    left.wipes -= 1
    post.wipe({ keepsActive: !bank.mood.tells })
  }
  return { weight: 0.05, draw: () => ({ name: 'redis forgets', kind: 'crash', run }) }
}

const told = (pause: Pause | undefined): string => pause?.label ?? ''
