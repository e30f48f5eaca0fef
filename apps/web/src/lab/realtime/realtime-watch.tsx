import { StateDot } from '~/components/state-dot'
import { statusName } from '~/order/timeline'
import { lastSeqOf, type RealtimeStory } from './realtime-story'
import type { useRealtime } from './use-realtime'

/** How the stream stands, then each entry of the order as the shop's stream and as this page's own have told it. */
export function RealtimeWatch({ live }: { live: ReturnType<typeof useRealtime> }) {
  const { story, tabs, isCut } = live
  const left = story.stock.at(-1)
  return (
    <div className="watch">
      <p className="small">
        <Standing story={story} isCut={isCut} />
      </p>
      {story.shop.length > 0 && <Entries story={story} />}
      <p className="small">
        The shop’s own stream:{' '}
        <span className="num">
          {tabs === null ? 'this browser does not tell how many tabs' : `${tabs} ${tabs === 1 ? 'tab' : 'tabs'}`}
        </span>{' '}
        on it;{' '}
        <output aria-label="Prints left" className="num">
          {left === undefined ? 'not known' : left}
        </output>{' '}
        of <em>Ridge No. 21</em> in A3 left.
      </p>
      <p className="cap">
        Both are <code>live.follow</code>. The shop’s begins an order at its start; this page’s after the last number
        seen, <code>lastEventId</code>.
      </p>
    </div>
  )
}

function Standing({ story, isCut }: { story: RealtimeStory; isCut: boolean }) {
  const { openings, heartbeats } = story
  if (openings.length === 0) return <StateDot state="wait">No stream yet: order a print.</StateDot>
  const figures = (
    <>
      Opened <span className="num">{openings.length}</span> {openings.length === 1 ? 'time' : 'times'}, last number seen{' '}
      <span className="num">{lastSeqOf(story)}</span>, <span className="num">{heartbeats}</span>{' '}
      {heartbeats === 1 ? 'heartbeat' : 'heartbeats'}.
    </>
  )
  return isCut ? (
    <>
      <StateDot state="warn">Cut.</StateDot> {figures}
    </>
  ) : (
    <>
      <StateDot state="work" live>
        Live.
      </StateDot>{' '}
      {figures}
    </>
  )
}

const Entries = ({ story }: { story: RealtimeStory }) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard
  <section className="scroll-x" tabIndex={0} aria-label="Entries of the order">
    <table className="tb">
      <thead>
        <tr>
          <th className="n">Number</th>
          <th>Entry</th>
          <th>The shop’s stream</th>
          <th>This page’s own</th>
        </tr>
      </thead>
      <tbody>
        {story.shop.map(({ seq, status }) => (
          <tr key={seq}>
            <td className="n num">{seq}</td>
            <th scope="row">{statusName[status]}</th>
            <td>
              <StateDot state="ok">told</StateDot>
            </td>
            <td>
              <OwnWord story={story} seq={seq} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  </section>
)

function OwnWord({ story: { openings }, seq }: { story: RealtimeStory; seq: number }) {
  const tellings = openings.flatMap(({ told, atMs }, place) =>
    told.filter((one) => one.seq === seq).map((one) => ({ place, ms: Math.max(0, Math.round(one.atMs - atMs)) })),
  )
  const [first] = tellings
  if (!first) return <StateDot state="wait">not yet</StateDot>
  if (tellings.length > 1) return <StateDot state="bad">told {tellings.length} times</StateDot>
  return (
    <StateDot state="ok">
      told <span className="num">{first.ms} ms</span> after opening <span className="num">{first.place + 1}</span>
    </StateDot>
  )
}
