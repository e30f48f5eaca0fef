import { Button } from '~/components/button'
import { RefusedNotice } from '../refused-notice'
import type { useVersions } from './use-versions'

/** The same call in both versions, and the recorded client. */
export function VersionsDo({ versions }: { versions: ReturnType<typeof useVersions> }) {
  const { ask, asked, play, isPlaying } = versions
  return (
    <div className="ctl">
      <ul className="trials">
        {calls.map(({ path, words, told }) => (
          <li key={path}>
            <Button
              small
              look={path === calls[0].path ? 'main' : 'quiet'}
              waiting={asked === path && 'Asking'}
              disabled={asked !== undefined && asked !== path}
              onClick={() => ask(path)}
            >
              {words}
            </Button>
            <span className="small dim">{told}</span>
          </li>
        ))}
        <li>
          <Button small look="quiet" waiting={isPlaying && 'Playing'} onClick={play}>
            Play the recorded client
          </Button>
          <span className="small dim">Twelve requests. It places one order and cancels it.</span>
        </li>
      </ul>
      <RefusedNotice refused={versions.refused} />
    </div>
  )
}

const calls = [
  {
    path: '/products/contour-no-2',
    words: 'Ask both for a print',
    told: 'Prices are what the versions name differently.',
  },
  {
    path: '/products?size=a2&limit=2',
    words: 'Ask both for the catalogue',
    told: 'Two prints, and a link to the next.',
  },
  { path: '/products/nothing-here', words: 'Ask both for nothing', told: 'A print that is not there.' },
] as const
