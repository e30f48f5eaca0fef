import { StateDot } from '~/components/state-dot'
import type { CacheStory } from './cache-goals'
import { inWords } from './cache-goals'
import { askedOfService, type Copied } from './copied'
import type { CopyWord } from './copy-notes'

/** Every question as a dot, then the looks at the print with their headers, word for word. */
export function CacheWatch({ story: { cold, past, twice, changes } }: { story: CacheStory }) {
  if (!cold && !past && !twice && changes.length === 0)
    return <p className="small dim">Do something, and what became of each question stands here.</p>
  const looks = [
    ...(twice ?? []).map((copied, index) => ({ name: index === 0 ? 'First look' : 'Second look', copied })),
    ...changes.map(({ amount, copied, ms, looks }) => ({
      name: `${(amount / 100).toFixed(2)} € after ${Math.round(ms)} ms, look ${looks}`,
      copied,
    })),
  ]
  return (
    <div className="watch">
      {cold && <Crowd name="The crowd" asked={cold} />}
      {past && <Crowd name="Past the cache" asked={past} />}
      {(cold || past) && (
        <p className="cap">
          1 dot = 1 question. Full: asked of inventory. Hollow: waited for that answer, or given a copy.
        </p>
      )}
      {looks.length > 0 && <Looks looks={looks} />}
    </div>
  )
}

function Crowd({ name, asked }: { name: string; asked: readonly Copied[] }) {
  const words = inWords(asked)
  const toService = askedOfService(asked)
  const all = asked.reduce((sum, { calls }) => sum + calls.length, 0)
  return (
    <section aria-label={name}>
      <p className="small">
        <b>{name}</b>: <span className="num">{words}</span>, in{' '}
        <span className="num">{Math.round(Math.max(...asked.map(({ ms }) => ms)))} ms</span>
      </p>
      <div className="call-dots" role="img" aria-label={`${name}: ${words}`}>
        {Array.from({ length: all }, (_, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a dot is its place, and holds nothing
          <i key={index} className={index < toService ? 'b' : 'r'} />
        ))}
      </div>
    </section>
  )
}

const Looks = ({ looks }: { looks: readonly { name: string; copied: Copied }[] }) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard
  <section className="scroll-x" tabIndex={0} aria-label="Looks at the print">
    <table className="tb">
      <thead>
        <tr>
          <th>Look</th>
          <th>Its parts</th>
          <th className="n">Age</th>
          <th className="n">Time</th>
        </tr>
      </thead>
      <tbody>
        {looks.map(({ name, copied }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td>
              {copied.notes.map(({ operation, how }) => (
                <p key={operation} className="small">
                  <StateDot state={how === 'miss' ? 'work' : how === 'error' ? 'warn' : 'ok'}>
                    <code>{operation}</code> {inPlainWords[how]}
                  </StateDot>
                </p>
              ))}
            </td>
            <td className="n num">{copied.ageS ?? 'not told'} s</td>
            <td className="n num">{Math.round(copied.ms)} ms</td>
          </tr>
        ))}
      </tbody>
    </table>
  </section>
)

const inPlainWords: Record<CopyWord, string> = {
  hit: 'a copy',
  stale: 'a copy, while it is asked anew',
  miss: 'asked',
  joined: 'waited for another’s answer',
  error: 'nobody answers: an old copy',
}
