import { setImmediate as turnOfTheLoop } from 'node:timers/promises'
import { commandClient, firstConnection } from '@switchyard/rpc/redis-clients'
import { systemClock as clock } from '@switchyard/runtime/clock'
import { silentLog as log } from '@switchyard/runtime/log'
import { hearParent } from '@switchyard/runtime/process'
import { edgeCallers, openEdgeDoors } from './edge-doors.ts'
import { forgetKeys } from './forget-keys.ts'
import { measureTogether } from './measure.ts'

/**
 * The two doors of the edge in a process of their own, so that its CPU is nobody else's. Whenever it is told a lane it has
 * that lane's callers ask so often, and tells what one request took.
 */
const [redisUrl = '', waves = ''] = process.argv.slice(2)
/** As many at once as a gateway has under way when its CPU matters. */
const width = 16
/** Callers of each kind, who ask one after the other. */
const crowd = 64

const prefix = `bench-${process.pid}`
const redis = commandClient({ url: redisUrl, log })
await firstConnection(redis)
Object.assign(redis.options, { commandTimeout: 5_000, socketTimeout: 10_000 })
const { open, guarded } = await openEdgeDoors({ redis, prefix, clock })
const { guests, people, partners } = edgeCallers(crowd)
const lanes = {
  open: lane(open, guests),
  guest: lane(guarded, guests),
  person: lane(guarded, people),
  partner: lane(guarded, partners),
}

function lane(door: typeof open, callers: readonly Record<string, string>[]) {
  let asked = 0
  const request = async () => {
    const headers = callers[asked++ % callers.length] ?? {}
    const { statusCode } = await door.inject({ url: '/api/v2/stock/a-a3', headers })
    if (statusCode !== 200) throw new Error(`the door answered ${statusCode}`)
  }
  return async () => {
    const { each = Number.NaN } = await measureTogether(Number(waves), async () => {
      await Promise.all(Array.from({ length: width }, request))
      // Without a turn of the loop nothing that was asked is garbage yet, and all of it moves to the old generation.
      await turnOfTheLoop()
    })
    return { cpu: each / width }
  }
}

hearParent(async (name) => process.send?.(await lanes[name as keyof typeof lanes]()))
process.once('disconnect', async () => {
  await forgetKeys(redis, prefix)
  process.exit(0)
})
process.send?.('open')
