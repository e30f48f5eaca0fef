import type { CallPattern } from '@switchyard/contracts/lab'
import { Button } from '~/components/button'
import { CheckGroup } from '~/components/check-group'
import { Range } from '~/components/range'
import { RefusedNotice } from '../refused-notice'
import { patternWords } from '../terms-words'
import type { Harm, ResilienceSetting } from './harm'

interface ResilienceDoProps {
  setting: ResilienceSetting
  onSet: (setting: ResilienceSetting) => void
  /** The instance that is hurt when it is one; undefined: none is known. */
  target: string | undefined
  running: boolean
  onRun: () => void
  refused: string | undefined
  /** Lets the shop's pages go without the same patterns. */
  onTake: () => void
}

/** How many calls each way, and how fast they come. */
export const load = { calls: 60, perSecond: 20 }

/** What is to break, what the right side goes without, and one button. */
export function ResilienceDo({ setting, onSet, target, running, onRun, refused, onTake }: ResilienceDoProps) {
  return (
    <div className="ctl">
      <HarmChoice harm={setting.harm} target={target} onChange={(harm) => onSet({ ...setting, harm })} />
      <CheckGroup
        legend="The right side goes without"
        name="without"
        kind="any"
        choices={patterns.map((value) => ({ value, label: patternWords[value] }))}
        chosen={setting.without}
        onChange={(chosen) => onSet({ ...setting, without: patterns.filter((one) => chosen.includes(one)) })}
      />
      <div className="row">
        <Button small onClick={onRun} waiting={running && 'Calling'}>
          Send {load.calls} calls each way
        </Button>
        <span className="small dim">
          {load.perSecond} a second, both ways at the same time; only your calls are hurt, for 30 seconds.
        </span>
        <Button small look="quiet" onClick={onTake}>
          Shop on the right side’s terms
        </Button>
      </div>
      <RefusedNotice refused={refused} />
    </div>
  )
}

interface HarmChoiceProps {
  harm: Harm
  target: string | undefined
  onChange: (harm: Harm) => void
}

function HarmChoice({ harm, target, onChange }: HarmChoiceProps) {
  const { kind, whom } = harm
  return (
    <>
      <div className="two">
        <CheckGroup
          legend="What breaks"
          name="harm"
          kind="one"
          choices={kinds}
          chosen={[kind]}
          onChange={([chosen]) =>
            onChange({ ...harm, kind: kinds.find(({ value }) => value === chosen)?.value ?? kind })
          }
        />
        <CheckGroup
          legend="Where"
          name="whom"
          kind="one"
          choices={[
            { value: 'one', label: target ?? 'one instance' },
            { value: 'all', label: 'all of inventory' },
          ]}
          chosen={[whom]}
          onChange={([chosen]) => onChange({ ...harm, whom: chosen === 'all' ? 'all' : 'one' })}
        />
      </div>
      <HowMuch harm={harm} onChange={onChange} />
    </>
  )
}

const HowMuch = ({ harm, onChange }: Omit<HarmChoiceProps, 'target'>) => (
  <div className="two">
    <Range
      label="Of the calls"
      value={harm.percent}
      min={10}
      max={100}
      step={10}
      format={(value) => `${value} %`}
      disabled={harm.kind === 'none'}
      onChange={(percent) => onChange({ ...harm, percent })}
    />
    <Range
      label="How much later"
      value={harm.delayMs}
      min={100}
      max={2_000}
      step={100}
      format={(value) => `${value} ms`}
      disabled={harm.kind !== 'latency'}
      onChange={(delayMs) => onChange({ ...harm, delayMs })}
    />
  </div>
)

const kinds = [
  { value: 'error', label: 'Answers fail' },
  { value: 'latency', label: 'Answers come later' },
  { value: 'drop', label: 'No answer comes' },
  { value: 'none', label: 'Nothing' },
] as const
const patterns = Object.keys(patternWords) as CallPattern[]
