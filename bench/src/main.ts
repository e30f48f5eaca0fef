/**
 * `npm run bench`: what do the patterns cost? Ways to do the same work are run by turns in one process, so the figures say
 * how they compare on this machine, now; a busy machine widens min–max, not the difference.
 *
 *     npm run bench                                  everything, nine rounds each
 *     npm run bench -- --only chain,tokens --rounds 15
 *     npm run bench -- --suite checkout,queue        how many orders and messages a second, against other ways to write them
 *
 * Prints a table and keeps a JSON file in `bench/results`. Exit code 0: every goal is met; 1: one is not.
 */
import { parseArgs } from 'node:util'
import { systemClock as clock } from '@switchyard/runtime/clock'
import type { Case } from './case.ts'
import { chain } from './cases/chain.ts'
import { checkout } from './cases/checkout.ts'
import { edge } from './cases/edge.ts'
import { encrypted } from './cases/encrypted.ts'
import { handlers } from './cases/handlers.ts'
import { hotSku } from './cases/hot-sku.ts'
import { idleConnections } from './cases/idle-connections.ts'
import { instancePicks } from './cases/instance-picks.ts'
import { overload } from './cases/overload.ts'
import { poison } from './cases/poison.ts'
import { post } from './cases/post.ts'
import { protocols } from './cases/protocols.ts'
import { readings } from './cases/readings.ts'
import { relay } from './cases/relay.ts'
import { statementDeadlines } from './cases/statement-deadlines.ts'
import { tokens } from './cases/tokens.ts'
import { type Figure, isMet } from './figure.ts'
import { openGround } from './ground.ts'
import { writeResults } from './results-file.ts'
import { tableOf } from './table.ts'

const suites: Readonly<Record<string, readonly Case[]>> = {
  calls: [chain, instancePicks, tokens, statementDeadlines, readings, edge, encrypted],
  gateway: [overload, protocols, idleConnections],
  checkout: [checkout, hotSku],
  queue: [relay, handlers, post, poison],
}
const cases = Object.values(suites).flat()
const { rounds, chosen } = asked()
const at = new Date()
const figures: Figure[] = []
{
  await using ground = await openGround()
  for (const { name, run } of chosen) {
    process.stderr.write(`… ${name}\n`)
    figures.push(...(await run({ ...ground, rounds, share: 1, clock })))
  }
}
const path = writeResults({ at, rounds, figures })
process.stdout.write(`${tableOf(figures)}\n\nkept in ${path}\n`)
process.exit(figures.some((figure) => isMet(figure) === false) ? 1 : 0)

function asked(): { rounds: number; chosen: readonly Case[] } {
  const text = { type: 'string' } as const
  const { values } = parseArgs({ options: { only: text, suite: text, rounds: { ...text, default: '9' } } })
  const wanted = values.suite?.split(',') ?? Object.keys(suites)
  const strange = wanted.filter((name) => !(name in suites))
  if (strange.length > 0) refuse(`--suite knows ${Object.keys(suites).join(', ')}; not ${strange.join(', ')}`)
  const names = values.only?.split(',') ?? wanted.flatMap((name) => (suites[name] ?? []).map((one) => one.name))
  const unknown = names.filter((name) => !cases.some((one) => one.name === name))
  if (unknown.length > 0) refuse(`--only knows ${cases.map(({ name }) => name).join(', ')}; not ${unknown.join(', ')}`)
  const rounds = Number(values.rounds)
  if (!Number.isInteger(rounds) || rounds < 1 || rounds > 100) refuse('--rounds is a whole number from 1 to 100')
  return { rounds, chosen: cases.filter(({ name }) => names.includes(name)) }
}

function refuse(why: string): never {
  process.stderr.write(`${why}\n`)
  process.exit(2)
}
