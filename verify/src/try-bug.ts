import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { looksUsual, Played } from './play.ts'
import type { ScenarioName } from './scenarios.ts'
import type { ScratchCopy } from './scratch-copy.ts'
import type { SeededBug } from './seeded-bug.ts'
import type { Engines } from './shop.ts'

/** What became of one seeded bug, or of a scenario without any. */
export interface Tried {
  readonly name: string
  readonly scenario: ScenarioName
  /** The invariant that must be broken; undefined: none may be. */
  readonly breaks: string | undefined
  readonly isAsItShould: boolean
  /** Why not, or what was found. */
  readonly told: string
  readonly broken: readonly string[]
  readonly seconds: number
}

interface TryOptions {
  readonly copy: ScratchCopy
  readonly engines: Engines
}

const playMsMax = 90_000

/** Plays the bug's scenario with the bug in: it is caught when its own invariant is found broken. */
export async function tryBug({ name, file, scenario, breaks }: SeededBug, options: TryOptions): Promise<Tried> {
  const startMs = performance.now()
  const asked = { name, scenario, breaks }
  try {
    using _ = options.copy.apply(file)
    const { broken } = await playIn(options, scenario)
    const names = broken.map((one) => one.name)
    const found = broken.find((one) => one.name === breaks)
    const told = found ? (found.examples[0] ?? '') : `not caught: ${names.join(', ') || 'nothing'} is broken`
    return { ...asked, isAsItShould: found !== undefined, told, broken: names, seconds: since(startMs) }
  } catch (error) {
    return { ...asked, isAsItShould: false, told: reasonOf(error), broken: [], seconds: since(startMs) }
  }
}

/** A sound shop on a busy machine may need longer to heal than a mistake is given to show; most need one look. */
const looksOfTheSound = 4 * looksUsual

/** Plays a scenario as it is: nothing may stay broken. */
export async function trySound(scenario: ScenarioName, options: TryOptions): Promise<Tried> {
  const startMs = performance.now()
  const asked = { name: `no bug (${scenario})`, scenario, breaks: undefined }
  try {
    const { healedAfterLooks, broken } = await playIn(options, scenario, looksOfTheSound)
    const told = healedAfterLooks === null ? JSON.stringify(broken) : `all holds at look ${healedAfterLooks}`
    const names = broken.map((one) => one.name)
    return { ...asked, isAsItShould: healedAfterLooks !== null, told, broken: names, seconds: since(startMs) }
  } catch (error) {
    return { ...asked, isAsItShould: false, told: reasonOf(error), broken: [], seconds: since(startMs) }
  }
}

/** In a process of its own, since a seeded bug may do anything; one that never ends is ended. */
async function playIn({ copy, engines }: TryOptions, scenario: ScenarioName, looks = looksUsual): Promise<Played> {
  const child = spawn(process.execPath, [join(copy.dir, 'verify/src/play-command.ts'), scenario, String(looks)], {
    cwd: copy.dir,
    env: { TEST_DATABASE_URL: engines.adminUrl, TEST_REDIS_URL: engines.redisUrl },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: playMsMax,
    killSignal: 'SIGKILL',
  })
  let [output, errors] = ['', '']
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString()
  })
  child.stderr.on('data', (chunk: Buffer) => {
    errors += chunk.toString()
  })
  await new Promise((resolve) => child.once('close', resolve))
  const line = output.trim().split('\n').at(-1) ?? ''
  if (!line.startsWith('{'))
    throw new Error(`the scenario came to no verdict: ${errors.trim().slice(-2_000) || 'silence'}`)
  return Played.parse(JSON.parse(line))
}

const since = (startMs: number): number => Math.round(performance.now() - startMs) / 1000

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
