import type { CallerView } from '@switchyard/contracts/lab'
import type { System } from '@switchyard/contracts/lab-operations'
import { Button } from '~/components/button'
import { Segments } from '~/components/segments'
import { AgeChip } from '../age-chip'
import { RefusedNotice } from '../refused-notice'
import type { useLabAct } from '../use-lab-act'
import type { useScale } from '../use-scale'
import { InstanceRows } from './instance-rows'

interface RegistryDoProps {
  system: System | undefined
  callers: readonly CallerView[] | undefined
  at: number
  acting: ReturnType<typeof useLabAct>
  scaling: ReturnType<typeof useScale>
  calling: boolean
  onCalling: (calling: boolean) => void
}

/** Everything that can be done to what stands in the registry; each is one click, and what came of it is told. */
export function RegistryDo({ system, callers, at, acting, scaling, calling, onCalling }: RegistryDoProps) {
  const instances = system?.instances?.filter(({ service }) => service === 'inventory' || service === 'orders')
  const many = instances?.filter(({ service }) => service === 'inventory').length
  return (
    <div className="ctl">
      <div className="row">
        <Button small onClick={() => onCalling(!calling)} aria-pressed={calling}>
          {calling ? 'Stop calling' : 'Call ten times a second'}
        </Button>
        <span className="small dim">
          Your browser asks inventory for the stock of a print, and tries nothing twice.
        </span>
      </div>
      <div className="ph">
        <AgeChip source="host, registry, gateway" at={at} raw={{ instances, callers }} />
      </div>
      {instances ? (
        <InstanceRows instances={instances} callers={callers} doing={acting.doing} onAct={acting.act} />
      ) : (
        <p className="small dim">Not known: the host could not be asked.</p>
      )}
      <Rest {...{ many, acting, scaling }} />
      <Told acting={acting} scaling={scaling} />
    </div>
  )
}

/** What is done to more than one instance at once. */
function Rest({ many, acting, scaling }: Pick<RegistryDoProps, 'acting' | 'scaling'> & { many: number | undefined }) {
  return (
    <div className="row">
      <span className="small" id="many">
        Instances of inventory
      </span>
      <Segments
        labelledBy="many"
        choices={counts}
        value={counts.find(({ value }) => value === String(many))?.value ?? null}
        onChange={(value) => scaling.scaleTo(Number(value))}
      />
      <Button
        small
        look="quiet"
        onClick={() => acting.act('redis-1', 'wipe')}
        waiting={acting.doing?.action === 'wipe' && 'Wiping'}
      >
        Wipe Redis
      </Button>
    </div>
  )
}

const counts = [
  { value: '2', label: '2' },
  { value: '3', label: '3' },
  { value: '4', label: '4' },
] as const

function Told({ acting, scaling }: Pick<RegistryDoProps, 'acting' | 'scaling'>) {
  return (
    <>
      <RefusedNotice refused={acting.refused ?? scaling.refused} />
      <p className="small" role="status">
        {[acting.doing ? '' : acting.told, scaling.told].filter(Boolean).join(' ')}
      </p>
    </>
  )
}
