import { createLog } from '../log.ts'
import { stopOnSignal } from '../process.ts'

/** A process for tests that starts, and stops, as it is told over its channel; it says what happens to it. */
const [limitMs] = process.argv.slice(2)
const say = (what: string) => process.connected && process.send?.(what)
const onStop = stopOnSignal({
  log: createLog({ instance: 'under-test', level: 'silent' }),
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
  say(`heard ${word}`)
})
say('listening')
