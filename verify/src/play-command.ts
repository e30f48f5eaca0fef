/**
 * Plays one scenario and prints what came of it as a line of JSON: run in a scratch copy by `verify`, or by hand:
 *
 *     TEST_DATABASE_URL=… TEST_REDIS_URL=… node verify/src/play-command.ts shopping [looks]
 */
import { given } from './env.ts'
import { play } from './play.ts'
import { type ScenarioName, scenarios } from './scenarios.ts'

const [name = '', looks] = process.argv.slice(2)
const isKnown = (given: string): given is ScenarioName => Object.hasOwn(scenarios, given)
if (!isKnown(name)) throw new Error(`there is no scenario "${name}"; there are ${Object.keys(scenarios).join(', ')}`)

// What a seeded bug leaves rejected by nobody must not end the scenario before its verdict.
process.on('unhandledRejection', () => {})
const played = await play(name, given, looks === undefined ? undefined : Number(looks))
process.stdout.write(`${JSON.stringify(played)}\n`, () => process.exit(0))
