/**
 * Where a person deals with dead letters: looks at one, mends its payload, sends it once more or drops it, with who and
 * when in its history. Each action is one statement on the revision that the person saw, so two people, or one who presses
 * twice, never do a thing twice or undo each other unseen.
 *
 *     implement(inventory, { …, ...messaging.deadLetters })
 */
import { isDeepStrictEqual } from 'node:util'
import type { DeadLetter, DeadLetterEntry, deadLetterOperations, Payload } from '@switchyard/contracts/dead-letter'
import type { Issue } from '@switchyard/contracts/failure'
import { issuesOf } from '@switchyard/contracts/issues'
import type { Clock } from '@switchyard/runtime/clock'
import type { Log } from '@switchyard/runtime/log'
import type { Pool } from 'pg'
import type { z } from 'zod'
import { DeadLetterRefused } from './dead-letter-refused.ts'
import { actOn, countLetters, findLetter, type LetterRow, listLetters, summaryOf } from './dead-letter-rows.ts'
import type { Handled } from './receive.ts'

type Operations = typeof deadLetterOperations
/** Who acts, as every call's context has it. */
interface Ctx {
  envelope: { principal: { kind: string; id: string } }
}
type Ask<Name extends keyof Operations> = { input: z.output<Operations[Name]['input']>; ctx: Ctx }
/** An action before it is known when it is done. */
type Act = Exclude<DeadLetterEntry, { kind: 'failed' | 'applied' }>

/** What {@link createDeadLetterDesk} makes: a handler for each of the contract's operations. */
export type DeadLetterDesk = ReturnType<typeof createDeadLetterDesk>

/** Opens the desk over one service's letters. Every handler but the list throws {@link DeadLetterRefused}. */
export function createDeadLetterDesk({
  pool,
  clock,
  log,
  handledOn,
  wake,
}: {
  pool: Pool
  clock: Clock
  log: Log
  /** What reads messages of this name on this queue, if anything here does. */
  handledOn: (queue: string, name: string) => Handled | undefined
  /** Called after a replay was asked for. */
  wake: () => void
}) {
  const issuesWith = ({ queue, name }: LetterRow, payload: Payload): Issue[] => {
    const accepted = handledOn(queue, name)?.(payload)
    if (!accepted) return [{ path: '', message: `nothing here handles ${name}` }]
    return 'malformed' in accepted ? issuesOf(accepted.malformed) : []
  }
  const shown = (row: LetterRow): DeadLetter => {
    const { traceparent, payload, edited, history } = row
    return {
      ...summaryOf(row),
      ...{ traceparent, payload, outgoing: edited ?? payload, edited: edited !== null, history },
      issues: issuesWith(row, edited ?? payload),
    }
  }
  const found = async (id: string): Promise<LetterRow> => {
    const row = await findLetter(pool, id)
    if (!row) throw new DeadLetterRefused('not_found', 'There is no such message here.')
    return row
  }
  const refuseUnfit = (row: LetterRow, payload: Payload) => {
    const issues = issuesWith(row, payload)
    if (issues.length === 0) return
    throw new DeadLetterRefused('invalid_input', `This is not what ${row.name} promises.`, issues)
  }
  const carryOut = async (id: string, act: Act): Promise<DeadLetter> => {
    const done = await actOn(pool, id, act)
    if (done) {
      log.info({ audit: true, by: act.by, action: act.kind, letter: id, message: done.name }, 'dead letter action')
      return shown(done)
    }
    const row = await found(id)
    if (row.history.some((entry) => isSame(entry, act))) return shown(row)
    throw new DeadLetterRefused('dead_letter_changed', 'Somebody else was here first. Look at it again.')
  }
  const signed = ({ ctx, input }: { ctx: Ctx; input: { revision: number } }) => {
    const { kind, id } = ctx.envelope.principal
    return { at: new Date(clock.now()).toISOString(), by: `${kind}:${id}`, revision: input.revision }
  }

  return {
    deadLetters: async ({ input }: Omit<Ask<'deadLetters'>, 'ctx'>) => {
      const [items, counts] = await Promise.all([listLetters(pool, input), countLetters(pool)])
      return { items: items.map(summaryOf), counts }
    },

    deadLetter: async ({ input }: Omit<Ask<'deadLetter'>, 'ctx'>) => shown(await found(input.id)),

    /** Keeps a payload that fits the contract for the next replay; what came stays beside it. */
    editDeadLetter: async (ask: Ask<'editDeadLetter'>) => {
      const { id, payload } = ask.input
      refuseUnfit(await found(id), payload)
      return carryOut(id, { kind: 'edited', ...signed(ask), payload })
    },

    /** Sends it to its consumer again under its own id, so that an inbox that knows it changes nothing. */
    replayDeadLetter: async (ask: Ask<'replayDeadLetter'>) => {
      const row = await found(ask.input.id)
      if (row.state === 'waiting') refuseUnfit(row, row.edited ?? row.payload)
      const letter = await carryOut(row.id, { kind: 'replayed', ...signed(ask) })
      wake()
      return letter
    },

    /** Closes it without effect; no copy that is still about can take effect either. */
    dropDeadLetter: (ask: Ask<'dropDeadLetter'>) =>
      carryOut(ask.input.id, { kind: 'dropped', ...signed(ask), reason: ask.input.reason }),
  }
}

/** The same thing done to the same revision: who presses twice did it once. A replay is the same whoever pressed. */
function isSame(entry: DeadLetterEntry, act: Act): boolean {
  if (act.kind === 'replayed' && entry.kind === 'replayed') return entry.revision === act.revision
  return isDeepStrictEqual({ ...entry, at: '' }, { ...act, at: '' })
}
