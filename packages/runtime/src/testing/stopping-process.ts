import { systemClock as clock } from '../clock.ts'
import { processEnv, readEnv } from '../env.ts'
import { openLog } from '../log.ts'
import { stopOnSignal } from '../process.ts'

/** A process for tests that starts, and stops, as it is told over its channel; it says what happens to it. */
const [limitMs, held] = process.argv.slice(2)
const say = (what: string) => process.connected && process.send?.(what)
const env = readEnv({ ...processEnv })
const log = openLog({ service: 'under-test', env, clock })
const flushed = Promise.withResolvers<void>()
if (held) {
  log.flush = (done) => {
    say('flushing')
    flushed.promise.then(() => done?.())
  }
}
const onStop = stopOnSignal({
  log,
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
  if (word === 'flushed') flushed.resolve()
  if (word === 'break') throw new Error('a bug')
  say(`heard ${word}`)
})
say('listening')
