import { ProvenanceChip } from '~/components/provenance-chip'
import { StateDot } from '~/components/state-dot'
import { useNow } from '~/components/use-now'
import { CallDots } from '../call-dots'
import { type Asked, quotaOf, readLimit } from './asked'
import type { LimitStory } from './rate-limit-goals'

interface RateLimitWatchProps {
  story: LimitStory
  sent: { answered: number; refused: number }
}

const shownMax = 150

/** The bucket as the newest answer told it, when to come back, and every answer as a dot. */
export function RateLimitWatch({ story, sent }: RateLimitWatchProps) {
  const newest = story.asked.at(-1)
  if (!newest)
    return <p className="small dim">Hold the button, and your bucket stands here with every answer beside it.</p>
  const dots = story.asked.slice(-shownMax).map(({ number, status, ms }) => ({
    ...{ key: number, ms },
    kind: status === 429 ? ('f' as const) : ('p' as const),
  }))
  return (
    <div className="watch">
      <div className="ph">
        <p role="status">
          {newest.status === 429 ? <StateDot state="bad">Refused</StateDot> : <StateDot state="ok">Answered</StateDot>}
        </p>
        <ProvenanceChip source="RateLimit headers" raw={headersOf(newest)}>
          GET /api/v2/stock
        </ProvenanceChip>
      </div>
      <Level asked={story.asked} newest={newest} />
      <section aria-label="Your requests">
        <CallDots calls={dots} label="Newest last" />
        <p className="cap">
          1 dot = 1 request, green answered, a cross refused. So far <span className="num">{sent.answered}</span>{' '}
          answered,{' '}
          <output className="num" aria-label="Refused">
            {sent.refused}
          </output>{' '}
          refused with 429.
        </p>
      </section>
      {story.somebody && (
        <p className="small" role="status">
          Somebody else was answered with <span className="num">{story.somebody.asked.status}</span>, while you{' '}
          {story.somebody.youWereRefused ? 'were refused' : 'were answered too'}.
        </p>
      )}
    </div>
  )
}

/** How full the tightest bucket is, of the most that was seen in it. */
function Level({ asked, newest }: { asked: readonly Asked[]; newest: Asked }) {
  const limit = readLimit(newest.limit)
  if (!limit) return <p className="small dim">The answer said nothing of a limit.</p>
  const most = Math.max(1, ...asked.map((one) => readLimit(one.limit)?.left ?? 0))
  const share = limit.left / most
  return (
    <dl className="figures">
      <div>
        <dt>left at once</dt>
        <dd>
          <span className={share === 0 ? 'lb gone' : share < 0.4 ? 'lb low' : 'lb'}>
            <i style={{ '--v': `${Math.round(share * 100)}%` }} />
            {limit.left}
          </span>
        </dd>
      </div>
      <div>
        <dt>whose limit</dt>
        <dd className="num">{limit.name}</dd>
      </div>
      <div>
        <dt>in a minute</dt>
        <dd className="num">{quotaOf(newest.policy, limit.name) ?? 'not said'}</dd>
      </div>
      <div>
        <dt>come back in</dt>
        <dd className="num">
          <Countdown newest={newest} />
        </dd>
      </div>
    </dl>
  )
}

/** The seconds of `Retry-After` that are left. */
function Countdown({ newest }: { newest: Asked }) {
  const now = useNow(200)
  if (newest.retryAfterS === null) return 'at once'
  const leftMs = newest.at + newest.retryAfterS * 1_000 - (now ?? newest.at)
  return leftMs > 0 ? `${(leftMs / 1_000).toFixed(1)} s` : 'now'
}

const headersOf = ({ policy, limit, retryAfterS }: Asked) => ({
  'RateLimit-Policy': policy,
  RateLimit: limit,
  'Retry-After': retryAfterS,
})
