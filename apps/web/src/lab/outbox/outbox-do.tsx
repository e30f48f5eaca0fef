import type { System } from '@switchyard/contracts/lab-operations'
import { useState } from 'react'
import { Button } from '~/components/button'
import { CheckGroup } from '~/components/check-group'
import { RefusedNotice } from '../refused-notice'
import type { Harm } from './outbox-goals'
import type { useOutboxRun } from './use-outbox-run'

interface OutboxDoProps {
  run: ReturnType<typeof useOutboxRun>
  system: System | undefined
}

/** What goes wrong, one button that writes notes both ways meanwhile, and one that starts Redis again. */
export function OutboxDo({ run, system }: OutboxDoProps) {
  const [harm, setHarm] = useState<Harm>('wiped')
  const redis = system?.instances?.find(({ service }) => service === 'redis')
  return (
    <div className="ctl">
      <CheckGroup
        legend="What goes wrong"
        name="harm"
        kind="one"
        choices={harms}
        chosen={[harm]}
        onChange={([chosen]) => setHarm(harms.find(({ value }) => value === chosen)?.value ?? harm)}
      />
      <div className="row">
        <Button small onClick={() => run.write(harm)} waiting={run.writing && 'Writing'}>
          Write twelve notes each way
        </Button>
        {redis?.state === 'dead' && (
          <Button small look="quiet" onClick={run.startRedis} waiting={run.starting && 'Starting'}>
            Start Redis again
          </Button>
        )}
        <span className="small dim">
          Two prints are ordered beside them. It happens to the whole shop, which goes on.
        </span>
      </div>
      <RefusedNotice refused={run.refused} />
    </div>
  )
}

const harms: readonly { value: Harm; label: string }[] = [
  { value: 'wiped', label: 'Redis forgets everything, midway' },
  { value: 'away', label: 'Redis is stopped' },
  { value: 'died', label: 'The process dies after its seventh commit' },
  { value: 'none', label: 'Nothing' },
]
