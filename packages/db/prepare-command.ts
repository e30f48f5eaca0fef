// Migrates and seeds in a process of its own, so that the engine and the clients leave the host's memory when it is done.
//
//   node prepare-command.ts < '{ "urls": …, "secrets": … }'      writes each step, and on a failure why
import { text } from 'node:stream/consumers'
import { prepare } from './src/prepare.ts'

try {
  await prepare(JSON.parse(await text(process.stdin)), (step) => console.log(step))
  process.exit(0)
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error))
  process.exit(1)
}
