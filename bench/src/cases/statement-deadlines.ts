import { openDatabase } from '@switchyard/db/connect'
import { serveCall } from '@switchyard/runtime/current-call'
import pg from 'pg'
import type { Case } from '../case.ts'
import { addedBy, figureOf, of } from '../figure.ts'
import { interleave } from '../interleave.ts'
import { measureWaits } from '../measure.ts'

/** Short turns, many of them: a busy machine then slows all lanes alike. */
const statements = 200
const turnsARound = 5
const statementTimeoutMs = 2_000

/** What it costs a statement to end with its call: against a plain pool, with time enough and with little left. */
export const statementDeadlines: Case = {
  name: 'statements',
  async run({ rounds, share, databaseUrl }) {
    const url = await databaseUrl()
    const plain = new pg.Pool({ connectionString: url, max: 1, statement_timeout: statementTimeoutMs })
    const { pool, close } = openDatabase({ url, max: 1, statementTimeoutMs, connectMs: 5_000 })
    const ask = (of: pg.Pool) => of.query({ name: 'one', text: 'SELECT $1::int AS one', values: [1] })
    const served = (leftMs: number) => {
      const call = { signal: new AbortController().signal, leftMs: () => leftMs }
      return () => serveCall(call, () => ask(pool))
    }
    const times = Math.ceil(statements * share)
    const samples = await interleave(
      {
        plain: () => measureWaits(times, () => ask(plain)),
        background: () => measureWaits(times, () => ask(pool)),
        usual: () => measureWaits(times, served(statementTimeoutMs)),
        limited: () => measureWaits(times, served(500)),
      },
      rounds * turnsARound,
    )
    await Promise.all([plain.end(), close()])
    const added = (lane: 'background' | 'usual' | 'limited', what: string) =>
      ['CPU', 'p50'].map((name) =>
        figureOf(`${what}, ${name}`, addedBy(samples[lane], samples.plain, name.toLowerCase())),
      )
    return [
      figureOf('a statement over a plain pool, CPU', of(samples.plain, 'cpu')),
      figureOf('a statement over a plain pool, p50', of(samples.plain, 'p50')),
      ...added('background', 'our pool adds without a call'),
      ...added('usual', 'our pool adds in a call with time enough'),
      ...added('limited', 'our pool adds when it limits the statement'),
    ]
  },
}
