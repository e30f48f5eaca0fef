import { Button } from '~/components/button'
import { RefusedNotice } from '../refused-notice'
import type { useFlood } from './use-flood'

/** Three ways of asking: too much, ten at once, and as somebody else meanwhile. */
export function RateLimitDo({ flood }: { flood: ReturnType<typeof useFlood> }) {
  const { flooding, hold, release } = flood
  return (
    <div className="ctl">
      <ul className="trials">
        <li>
          <Button
            small
            aria-pressed={flooding}
            onPointerDown={hold}
            onPointerUp={release}
            onPointerLeave={release}
            onPointerCancel={release}
            onBlur={release}
            onKeyDown={({ key }) => isPress(key) && hold()}
            onKeyUp={({ key }) => isPress(key) && release()}
          >
            Hold to flood
          </Button>
          <span className="small dim">Up to fifty requests a second, for as long as you hold it. They are yours.</span>
        </li>
        <li>
          <Button small look="quiet" onClick={flood.sendTen}>
            Send ten calls in one request
          </Button>
          <span className="small dim">A batch is no discount: each of its calls takes its own cost.</span>
        </li>
        <li>
          <Button small look="quiet" onClick={flood.askAsSomebody}>
            Ask as somebody else
          </Button>
          <span className="small dim">One request without your cookie, from your address, beside one of yours.</span>
        </li>
      </ul>
      <RefusedNotice refused={flood.refused} />
    </div>
  )
}

const isPress = (key: string) => key === ' ' || key === 'Enter'
