import { StateDot } from '~/components/state-dot'
import { AgeChip } from '../age-chip'
import { isKept } from './authorization-goals'
import { GrantTable } from './grant-table'
import { type Part, type PromisedRow, partOf } from './promised'
import type { useTrials } from './use-trials'

interface AuthorizationWatchProps {
  promised: readonly PromisedRow[] | null
  part: Part
  trials: ReturnType<typeof useTrials>
}

/** The table's rows of one part, with what each call met, and whether any differed. */
export function AuthorizationWatch({ promised, part, trials }: AuthorizationWatchProps) {
  if (!promised) return <p className="small dim">This shop runs without its documents, so the table is not here.</p>
  const asked = Object.values(trials.trials)
  const wrong = asked.filter((one) => !isKept(one))
  return (
    <div className="watch">
      <div className="ph">
        <p role="status">
          {asked.length === 0 && <StateDot state="wait">Nothing was asked yet.</StateDot>}
          {asked.length > 0 && wrong.length === 0 && (
            <StateDot state="ok">
              As promised: {asked.length} of {asked.length} cells.
            </StateDot>
          )}
          {wrong.length > 0 && <StateDot state="bad">{wrong.length} cells differ from what was promised.</StateDot>}
        </p>
        <AgeChip source="gateway" at={Math.max(0, ...asked.map(({ at }) => at))} raw={asked.map(rawOf)} />
      </div>
      <GrantTable rows={promised.filter(({ operation }) => partOf(operation) === part)} trials={trials} />
      <p className="cap">
        Written: what the table promises. <code>200</code>: what a call of this page was answered. <code>400</code> is
        let in as far as the input, <code>409</code> is too late for it. Columns that are not yours are asked by a test,
        over every protocol.
      </p>
    </div>
  )
}

const rawOf = ({ row, role, status }: ReturnType<typeof useTrials>['trials'][string]) => ({
  ...{ operation: row.operation, whose: row.whose, role, promised: row.met[role], status },
})
