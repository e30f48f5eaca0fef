import type { Strategy } from '@switchyard/contracts/lab'
import { Button } from '~/components/button'
import { CheckGroup } from '~/components/check-group'
import { RefusedNotice } from '../refused-notice'
import { strategyWords } from '../terms-words'

/** What a visitor has set. */
export interface BalancingSetting {
  left: Strategy
  right: Strategy
  slow: boolean
}

interface BalancingDoProps {
  setting: BalancingSetting
  onSet: (setting: BalancingSetting) => void
  /** The instance that can be slowed down; undefined: none is known. */
  target: string | undefined
  running: boolean
  onRun: () => void
  refused: string | undefined
}

/** How many calls each way, and how fast they come. */
export const load = { calls: 60, perSecond: 30 }

/** Two strategies, one instance that may be slowed down, and one button. */
export function BalancingDo({ setting, onSet, target, running, onRun, refused }: BalancingDoProps) {
  return (
    <div className="ctl">
      <div className="two">
        <Choice legend="One way" name="left" value={setting.left} onChoose={(left) => onSet({ ...setting, left })} />
        <Choice
          legend="The other"
          name="right"
          value={setting.right}
          onChoose={(right) => onSet({ ...setting, right })}
        />
      </div>
      <label className="check">
        <input
          type="checkbox"
          checked={setting.slow}
          onChange={({ target }) => onSet({ ...setting, slow: target.checked })}
        />
        <span>
          <code>{target ?? 'inventory-2'}</code> answers 200 ms later, for your calls only
        </span>
      </label>
      <div className="row">
        <Button small onClick={onRun} waiting={running && 'Calling'}>
          Send {load.calls} calls each way
        </Button>
        <span className="small dim">
          {load.perSecond} a second, both ways at the same time; each is tried once, without any other pattern, so that
          nothing shows but the choice.
        </span>
      </div>
      <RefusedNotice refused={refused} />
    </div>
  )
}

interface ChoiceProps {
  legend: string
  name: string
  value: Strategy
  onChoose: (value: Strategy) => void
}

const Choice = ({ legend, name, value, onChoose }: ChoiceProps) => (
  <CheckGroup
    legend={legend}
    name={name}
    kind="one"
    choices={strategies.map((one) => ({ value: one, label: strategyWords[one] }))}
    chosen={[value]}
    onChange={([chosen]) => {
      const strategy = strategies.find((one) => one === chosen)
      if (strategy) onChoose(strategy)
    }}
  />
)

const strategies = ['least-pending', 'round-robin', 'weighted', 'hash'] as const
