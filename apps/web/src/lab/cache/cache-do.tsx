import { Button } from '~/components/button'
import { RefusedNotice } from '../refused-notice'
import type { useCache } from './use-cache'

/** A crowd before a cold page, the same crowd past the cache, two looks, and a price that changes. */
export function CacheDo({ cache }: { cache: ReturnType<typeof useCache> }) {
  const { act, acting, refused } = cache
  return (
    <div className="ctl">
      <ul className="trials">
        {acts.map(({ name, words, told }) => (
          <li key={name}>
            <Button
              small
              look={name === 'crowd' ? 'main' : 'quiet'}
              waiting={acting === name && 'Asking'}
              disabled={acting !== undefined && acting !== name}
              onClick={() => act(name)}
            >
              {words}
            </Button>
            <span className="small dim">{told}</span>
          </li>
        ))}
      </ul>
      <RefusedNotice refused={refused} />
    </div>
  )
}

const acts = [
  {
    name: 'crowd',
    words: 'Twenty ask for a cold page',
    told: 'The same three prints, in four requests of five questions each; nobody has asked for them before.',
  },
  {
    name: 'past',
    words: 'Twenty ask past the cache',
    told: 'Another cold page, under terms of your own: whoever experiments is given no copies, and leaves none.',
  },
  {
    name: 'twice',
    words: 'Look at a print twice',
    told: 'Atrium No. 21, and the same again at once.',
  },
  {
    name: 'price',
    words: 'Change its price, and back',
    told: 'Its largest size costs a euro more for a moment, for everybody. You become staff on the way, under a badge.',
  },
] as const
