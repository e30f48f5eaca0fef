import { Button } from '~/components/button'
import { Segments } from '~/components/segments'
import { RefusedNotice } from '../refused-notice'
import { type Part, type PromisedRow, partOf, parts } from './promised'
import { trialKey, type useTrials } from './use-trials'

interface AuthorizationDoProps {
  promised: readonly PromisedRow[] | null
  part: Part
  onPart: (part: Part) => void
  trials: ReturnType<typeof useTrials>
}

/** As whom to ask, for which part of the shop, and all of it at once. */
export function AuthorizationDo({ promised, part, onPart, trials }: AuthorizationDoProps) {
  const { role, you, asking } = trials
  const rows = (promised ?? []).filter(({ operation }) => partOf(operation) === part)
  const open = rows.filter((row) => row.met[role] !== '·' && !trials.trials[trialKey(row, role)])
  return (
    <div className="ctl">
      <div>
        <p className="ctl-l" id="ask-as">
          Ask as
        </p>
        <Segments
          labelledBy="ask-as"
          value={role === you ? 'you' : 'staff'}
          onChange={(value) => trials.beStaff(value === 'staff')}
          choices={[
            { value: 'you', label: `You, a ${you}` },
            { value: 'staff', label: 'Staff, with a badge of the lab' },
          ]}
        />
      </div>
      <label className="ctl-l">
        Part of the shop{' '}
        <select
          className="in"
          value={part}
          onChange={({ target }) => onPart(parts.find((one) => one === target.value) ?? part)}
        >
          {parts.map((one) => (
            <option key={one}>{one}</option>
          ))}
        </select>
      </label>
      <ul className="trials">
        <li>
          <Button
            small
            onClick={() => trials.ask(open)}
            waiting={asking ? 'Asking' : open.length === 0 && 'All of it was asked'}
          >
            Ask all of it
          </Button>
          <span className="small dim">
            Each row as {role}. Calls about orders are about two real ones, whose card is declined. All others carry a
            field that nobody knows: who may not ask is refused before it is read, and nothing is done.
          </span>
        </li>
      </ul>
      <RefusedNotice refused={trials.refused} />
    </div>
  )
}
