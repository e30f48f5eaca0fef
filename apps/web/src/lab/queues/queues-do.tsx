import type { System } from '@switchyard/contracts/lab-operations'
import { Button } from '~/components/button'
import { CheckGroup } from '~/components/check-group'
import { Segments } from '~/components/segments'
import { RefusedNotice } from '../refused-notice'
import type { useScale } from '../use-scale'
import { type Hurt, limit, load, slowMs } from './queue-load'
import type { useQueueHurts } from './use-queue-hurts'
import type { useQueueRuns } from './use-queue-runs'

interface QueuesDoProps {
  system: System | undefined
  hurts: ReturnType<typeof useQueueHurts>
  runs: ReturnType<typeof useQueueRuns>
  scaling: ReturnType<typeof useScale>
}

/** What is done to the mailroom, one button that fills its queue, and how many instances take from it. */
export function QueuesDo({ system, hurts, runs, scaling }: QueuesDoProps) {
  const many = system?.instances?.filter(({ service }) => service === 'orders').length
  const chosen = choices.map(({ value }) => value).filter(hurts.isOn)
  const turn = (now: readonly string[]) => {
    for (const { value } of choices) {
      const on = now.includes(value)
      if (on !== chosen.includes(value)) hurts.turn(value, on)
    }
  }
  return (
    <div className="ctl">
      <CheckGroup
        legend="The mailroom, for two minutes"
        name="hurts"
        kind="any"
        choices={choices}
        chosen={chosen}
        onChange={turn}
      />
      <div className="row">
        <Button small onClick={runs.place} waiting={runs.doing ?? runs.waiting}>
          Place {load.orders} orders
        </Button>
        <span className="small dim">
          {load.perSecond} a second, with a card that the bank refuses: every print goes back, and a mail says so.
        </span>
      </div>
      <div className="row">
        <span className="small" id="many">
          Instances of orders
        </span>
        <Segments
          labelledBy="many"
          choices={counts}
          value={counts.find(({ value }) => value === String(many))?.value ?? null}
          onChange={(value) => scaling.scaleTo(Number(value))}
        />
        <span className="small dim">Each takes five mails at a time.</span>
      </div>
      <RefusedNotice refused={hurts.refused ?? runs.refused ?? scaling.refused} />
      <p className="small" role="status">
        {scaling.told}
      </p>
    </div>
  )
}

const choices: { value: Hurt; label: string }[] = [
  { value: 'latency', label: `takes ${slowMs / 1_000} s longer over each mail` },
  { value: 'limit', label: `counts as full once ${limit} mails wait` },
]

const counts = [
  { value: '2', label: '2' },
  { value: '3', label: '3' },
  { value: '4', label: '4' },
] as const
