import { StateDot } from '~/components/state-dot'
import { AgeChip } from '../age-chip'
import { CallDots } from '../call-dots'
import { type AtDoor, isShed } from './ask-door'
import { DoorTable } from './door-table'
import type { useCrowd } from './use-crowd'

const shownMax = 120

/** Every request as a dot, what came of the bag, and both doors as the gateway tells them. */
export function SheddingWatch({ crowd }: { crowd: ReturnType<typeof useCrowd> }) {
  const { asked, doors } = crowd
  const bag = asked.findLast(({ what }) => what === 'checkout')
  return (
    <div className="watch">
      <section aria-label="Your requests">
        <CallDots calls={asked.slice(-shownMax).map(dotOf)} label="Newest last" />
        <p className="cap">
          1 dot = 1 request, green answered, a cross refused or failed. Browsing refused:{' '}
          <output className="num" aria-label="Browsing refused">
            {asked.filter((one) => one.what === 'browse' && isShed(one)).length}
          </output>
        </p>
      </section>
      <p className="small" role="status" aria-label="Your bag">
        {bag ? (
          <StateDot state={isShed(bag) ? 'bad' : 'ok'}>{bagInWords(bag)}</StateDot>
        ) : (
          'Nobody looked into the bag yet.'
        )}
      </p>
      {doors ? (
        <>
          <div className="ph">
            <h3>Doors of {doors.gateway}</h3>
            <AgeChip source="lab.doors" at={crowd.at} raw={doors} />
          </div>
          {doors.own && crowd.isNarrow && <DoorTable door={doors.own} name="Your own door" />}
          <DoorTable door={doors.everybody} name="Everybody’s door" />
          <p className="cap">
            Its event loop comes <span className="num">{doors.lagMs.toFixed(1)} ms</span> late; above 20 ms the door
            grows narrower.
          </p>
        </>
      ) : (
        <p className="small dim">Not known: the gateway has not told yet.</p>
      )}
    </div>
  )
}

const dotOf = ({ number, status, ms }: AtDoor) => ({
  ...{ key: number, ms },
  kind: status === 200 ? ('p' as const) : ('f' as const),
})

const bagInWords = (bag: AtDoor) =>
  isShed(bag) ? 'The bag was refused' : `The bag was let in, ${Math.round(bag.ms)} ms`
