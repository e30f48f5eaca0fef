import { systemClock as clock } from '../clock.ts'
import { processEnv, readEnv } from '../env.ts'
import { openLog } from '../log.ts'
import { stopOnSignal } from '../process.ts'

/** A process for tests that starts, and stops, as it is told over its channel; it says what happens to it. */
const [limitMs] = process.argv.slice(2)
const say = (what: string) => process.connected && process.send?.(what)
const env = readEnv({ ...processEnv })
const onStop = stopOnSignal({
  log: openLog({ service: 'under-test', env, clock }),
  ...(limitMs !== undefined && { limitMs: Number(limitMs) }),
})
const finish = Promise.withResolvers<void>()
process.on('message', (word) => {
  if (word === 'started') {
    onStop(() => {
      say('stopping')
      return finish.promise
    })
  }
  if (word === 'finish') finish.resolve()
  if (word === 'break') throw new Error('a bug')
  say(`heard ${word}`)
})
say('listening')
