/**
 * `npm run siege`: does the door hold when a whole crowd leans on it? Starts a shop of its own, with two gateways behind the
 * real ingress, and comes from thousands of addresses.
 *
 *     npm run siege                                       everything; ten minutes and more
 *     npm run siege -- --only flood,guesses,telling,revoked
 *     npm run siege -- --guesses 10000 --samples 150 --times 30 --json /tmp/siege.json
 *
 * Prints a table and keeps a JSON file in `chaos/results`. Exit code 0: every claim holds; 1: one does not; 2: not understood.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { currentCommit, resultsName } from '@switchyard/host/kept-results'
import { systemClock as clock } from '@switchyard/runtime/clock'
import type { Finding } from './finding.ts'
import { flood } from './flood.ts'
import { type Ground, openGround } from './ground.ts'
import { guesses } from './guesses.ts'
import { revoked } from './revoked.ts'
import { telling } from './telling.ts'

const asked = askedOf()
const parts: Record<string, (ground: Ground) => Promise<Finding[]>> = {
  flood: (ground) => flood(ground, { clock }),
  guesses: (ground) => guesses(ground, { count: asked.guesses }),
  telling: (ground) => telling(ground, { samples: asked.samples }),
  revoked: (ground) => revoked(ground, { times: asked.times }),
}
const at = new Date().toISOString()
const commit = currentCommit()
const stopping = new AbortController()
await using opened = new AsyncDisposableStack()
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(name, () => void stop(130))
if (process.channel) process.once('disconnect', () => void stop(130))

const ground = opened.use(await openGround({ clock, signal: stopping.signal }))
const found: Finding[] = []
for (const part of asked.only) {
  console.log(`${part} …`)
  for (const finding of (await parts[part]?.(ground)) ?? []) {
    found.push(finding)
    const { holds, claim, asked: how, allowed, measured } = finding
    console.log(`${holds ? '✓' : '✗'} ${claim}\n    asked: ${how}\n    allowed: ${allowed}\n    measured: ${measured}`)
  }
  keep()
}
await stop(found.length > 0 && found.every(({ holds }) => holds) ? 0 : 1)

async function stop(code: number): Promise<never> {
  stopping.abort()
  await opened.disposeAsync()
  process.exit(code)
}

function keep(): void {
  const path = asked.json ?? join(import.meta.dirname, '../../results', `siege-${resultsName({ at, commit })}`)
  mkdirSync(dirname(path), { recursive: true })
  const { json, ...plan } = asked
  writeFileSync(path, `${JSON.stringify({ at, commit, plan, found }, null, 1)}\n`)
  console.log(`kept in ${path}`)
}

function askedOf() {
  const text = { type: 'string' } as const
  const { values } = parseArgs({ options: { only: text, guesses: text, samples: text, times: text, json: text } })
  const names = ['flood', 'guesses', 'telling', 'revoked']
  const only = values.only?.split(',') ?? names
  const number = (name: 'guesses' | 'samples' | 'times', otherwise: number) => {
    const value = Number(values[name] ?? otherwise)
    return Number.isInteger(value) && value > 0 ? value : refuse(`--${name} is a whole number above 0`)
  }
  if (only.some((name) => !names.includes(name))) refuse(`--only takes ${names.join(', ')}`)
  return {
    ...{ only, json: values.json },
    ...{ guesses: number('guesses', 10_000), samples: number('samples', 150), times: number('times', 30) },
  }
}

function refuse(why: string): never {
  process.stderr.write(`${why}\n`)
  process.exit(2)
}
