import type { System } from '@switchyard/contracts/lab-operations'
import { useState } from 'react'
import { Button } from '~/components/button'
import { StateDot } from '~/components/state-dot'
import { formatClock } from '~/time'
import { AgeChip } from '../age-chip'
import { CallDots } from '../call-dots'
import { instanceStates } from '../instance-state'
import { ShareStrips } from '../share-strips'
import type { CallersNow } from '../use-callers'
import type { SteadyCalls } from '../use-steady-calls'
import { useHeld } from '../use-system'

interface RegistryWatchProps {
  system: System | undefined
  callers: CallersNow
  calls: SteadyCalls
}

/** Who answers, second by second; your own calls below, one dot each; and who was refused at the door. */
export function RegistryWatch(props: RegistryWatchProps) {
  const [paused, setPaused] = useState(false)
  const { system, callers, calls } = useHeld(props, paused)
  const caller = callers.callers?.find(({ service }) => service === 'inventory')
  const instances = system?.instances?.filter(({ service }) => service === 'inventory') ?? []
  return (
    <div className="watch">
      <header className="ph">
        <AgeChip source="lab.callers" at={callers.at} raw={caller} />
        <span className="cap">{caller ? `as ${caller.caller} sees it` : 'not known yet'}</span>
        <div className="tools">
          <Button look="quiet" small onClick={() => setPaused(!paused)} aria-pressed={paused}>
            {paused ? 'Go on' : 'Pause'}
          </Button>
        </div>
      </header>
      <ShareStrips
        history={callers.history}
        service="inventory"
        instances={instances.map(({ id, state }) => ({
          id,
          standing: <StateDot state={instanceStates[state].dot}>{instanceStates[state].word}</StateDot>,
        }))}
      />
      <YourCalls calls={calls} />
      <Canaries caller={caller} />
      <Refused refused={caller?.refused} />
    </div>
  )
}

const YourCalls = ({ calls: { answered, failed, newest } }: { calls: SteadyCalls }) => (
  <div>
    <p className="small">
      Your calls: <b className="num">{answered}</b> answered, <b className="num">{failed}</b> failed.
    </p>
    <CallDots
      calls={newest.map(({ number, ok, ms }) => ({ key: number, kind: ok ? 'p' : 'f', ms }))}
      label="Your newest calls"
    />
    <p className="cap">1 dot = 1 call of yours, the newest last, at most 60; the larger, the longer it took.</p>
  </div>
)

/** Which versions answer, and which of them were taken out of the calls for failing. */
function Canaries({ caller }: { caller: NonNullable<CallersNow['callers']>[number] | undefined }) {
  if (!caller) return null
  const versions = [...new Set(caller.instances.map(({ version }) => version))]
  return (
    <div>
      <p className="small dim">
        {versions.length === 1 ? 'One version answers: ' : 'Versions that are there: '}
        <code>{versions.join(', ') || 'none'}</code>
      </p>
      {caller.withdrawn.length > 0 && (
        <ul className="goals">
          {caller.withdrawn.map(({ version, at, tries, bad, othersTries, othersBad }) => (
            <li key={version}>
              <StateDot state="bad">
                <code>{version}</code> withdrawn: <span className="num">{bad}</span> of{' '}
                <span className="num">{tries}</span> calls failed, of the others{' '}
                <span className="num">{othersBad}</span> of <span className="num">{othersTries}</span>
              </StateDot>
              <span className="num dimmer">{formatClock(at).slice(0, 8)}</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

function Refused({ refused }: { refused: NonNullable<CallersNow['callers']>[number]['refused'] | undefined }) {
  if (!refused) return <p className="small dim">Whether anybody was refused at the door is not known.</p>
  if (refused.length === 0)
    return <p className="small dim">Every entry is signed by one of ours; nobody was refused.</p>
  return (
    <div>
      <p className="small">Refused at the door, never called:</p>
      <ul className="goals">
        {refused.map(({ instanceId, address, why, at }) => (
          <li key={`${instanceId} ${address} ${at}`}>
            <StateDot state="bad">
              <code>{instanceId}</code> at <code>{address}</code>: {why}
            </StateDot>
            <span className="num dimmer">{formatClock(at).slice(0, 8)}</span>
          </li>
        ))}
      </ul>
    </div>
  )
}
