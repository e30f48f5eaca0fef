/**
 * `npm run outdated`: which libraries have had a newer version of the same major for longer than SECURITY.md allows, or are given
 * up by who made them; and what is known against any, where the registry answers that. Asks with pnpm's own commands,
 * needs no account, changes nothing. Ends with 1 when something is late, with 2 when the registry did not answer.
 */
import { execFile } from 'node:child_process'
import { type Behind, counted, lookedAtDays, type Newer, newerOf } from './late-libraries.ts'

const listMsMax = 120_000
const viewMsMax = 20_000
const atOnce = 4

try {
  const behind = counted(JSON.parse((await pnpm(['outdated', '-r', '--format', 'json'], listMsMax)) || '{}'))
  const newer = (await ageOf(behind)).sort((one, other) => other.days - one.days)
  for (const one of newer) console.log(lineOf(one))
  const givenUp = behind.filter(({ isDeprecated }) => isDeprecated)
  for (const { name, current } of givenUp) console.log(`${name} ${current} is deprecated by who made it`)
  const known = await tellKnown()
  const late = newer.filter(({ days }) => days > lookedAtDays)
  console.log(`${late.length} of ${newer.length} that are behind have been so for longer than ${lookedAtDays} days.`)
  process.exitCode = late.length + givenUp.length + known > 0 ? 1 : 0
} catch (error) {
  console.error(`The registry did not answer: ${error instanceof Error ? error.message : error}`)
  process.exitCode = 2
}

/** What pnpm prints; it ends with 1 when there is something to say. */
function pnpm(args: readonly string[], timeout: number): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile('pnpm', [...args], { timeout, maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      if (!error || stdout.trimStart().startsWith('{')) resolve(stdout)
      else
        reject(error.killed ? new Error(`no answer within ${timeout / 1000} s`) : new Error((stderr || stdout).trim()))
    })
  })
}

async function ageOf(behind: readonly (Behind & { name: string })[]): Promise<Newer[]> {
  const left = [...behind]
  const found: Newer[] = []
  const work = async () => {
    for (let one = left.pop(); one; one = left.pop()) {
      const published = JSON.parse(await pnpm(['view', one.name, 'time', '--json'], viewMsMax))
      const newer = newerOf(one, published, Date.now())
      if (newer) found.push(newer)
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work))
  return found
}

/** Advisories that the registry has, and how many; one that does not answer audits says nothing of what is known. */
async function tellKnown(): Promise<number> {
  try {
    const { advisories = {} } = JSON.parse(await pnpm(['audit', '--json'], listMsMax))
    const known = Object.values<{ module_name: string; severity: string; title: string }>(advisories)
    for (const { module_name, severity, title } of known) console.log(`${module_name}: ${severity}, ${title}`)
    return known.length
  } catch (error) {
    const [reason = ''] = /responded with \d+/.exec(String(error)) ?? [String(error)]
    console.log(`What is known against libraries was not told: the registry ${reason}.`)
    return 0
  }
}

function lineOf({ name, current, newest, days }: Newer): string {
  return `${days > lookedAtDays ? 'LATE  ' : '      '}${name} ${current}: behind for ${days} days, newest is ${newest}`
}
