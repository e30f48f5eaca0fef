import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { invariants } from '@switchyard/checker/invariants'
import { seenByAnother } from './play.ts'
import { type ScenarioName, scenarios } from './scenarios.ts'

/** A mistake that somebody could make, as a patch, with what brings it out and the invariant that must be found broken. */
export interface SeededBug {
  readonly name: string
  /** Where the patch lies. */
  readonly file: string
  readonly about: string
  readonly scenario: ScenarioName
  readonly breaks: string
}

const folder = join(import.meta.dirname, '../bugs')

/** Every patch in `verify/bugs`. Throws, with the file's name, when its head does not say what is needed. */
export const readBugs = (): SeededBug[] =>
  readdirSync(folder)
    .filter((file) => file.endsWith('.patch'))
    .sort()
    .map((file) => readBug(join(folder, file), file.replace('.patch', '')))

/** Everything that a bug may be caught under. */
const names = [...invariants.map(({ name }) => name), seenByAnother]

function readBug(file: string, name: string): SeededBug {
  const [head = ''] = readFileSync(file, 'utf8').split(/^diff --git /m, 1)
  const [, about, scenario = '', breaks = ''] = /^([\s\S]+?)\s*^Scenario: (.+)\nBreaks: (.+)$/m.exec(head) ?? []
  if (about === undefined) throw new Error(`${file} must begin with a sentence, "Scenario: …" and "Breaks: …"`)
  if (!isScenario(scenario)) throw new Error(`${file} names the scenario "${scenario}", which is none`)
  if (!names.includes(breaks)) throw new Error(`${file} breaks "${breaks}", which is no invariant`)
  return { name, file, about: about.replaceAll(/\s+/g, ' ').trim(), scenario, breaks }
}

const isScenario = (name: string): name is ScenarioName => Object.hasOwn(scenarios, name)
