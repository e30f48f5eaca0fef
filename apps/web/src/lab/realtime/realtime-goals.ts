import type { Goal } from '../goals'
import { missedBefore, type RealtimeStory, timesTold } from './realtime-story'

/** What there is to see on this page; `tabs` share the shop's stream, as far as the browser can tell. */
export function realtimeGoals(story: RealtimeStory, tabs: number | null): Goal[] {
  const { openings, shop, heartbeats, stock } = story
  const [first] = openings
  const resumed = openings.find((one) => whatItTold(one, story) === 'rest')
  const missed = resumed ? missedBefore(resumed, story) : []
  const lastMs = Math.max(...(resumed?.told.slice(0, missed.length).map(({ atMs }) => atMs) ?? []))
  const once = shop.filter(({ seq }) => timesTold(story, seq) === 1).length
  const toldInAll = openings.reduce((sum, { told }) => sum + told.length, 0)
  return [
    {
      key: 'live',
      text: 'Order a print, and see each step come by itself until it is confirmed',
      seen: first?.told.some(({ status }) => status === 'confirmed') ?? false,
      figure: first ? `${first.told.length} entries` : undefined,
    },
    {
      key: 'rest',
      text: 'Cut the stream, move the order on, and be told exactly what was not told before',
      seen: resumed !== undefined,
      figure: resumed ? `${missed.length} entries, within ${Math.round(lastMs - resumed.atMs)} ms` : undefined,
    },
    {
      key: 'once',
      text: 'After a cut, hold it against the shop’s own stream: nothing missed, nothing twice',
      seen: resumed !== undefined && once === shop.length && toldInAll === shop.length,
      figure: shop.length > 0 ? `${once} of ${shop.length} once` : undefined,
    },
    {
      key: 'stock',
      text: 'See how many of the print are left change while you look',
      seen: stock.length > 1,
      figure: stock.length > 0 ? stock.slice(-4).join(', then ') : undefined,
    },
    {
      key: 'tabs',
      text: 'Open the order in another tab, and have both share the shop’s stream',
      seen: tabs !== null && tabs > 1,
      figure: tabs === null ? undefined : `${tabs} ${tabs === 1 ? 'tab' : 'tabs'}`,
    },
    {
      key: 'heartbeat',
      text: 'Do nothing for a quarter of a minute, and hear a heartbeat',
      seen: heartbeats > 0,
      figure: `${heartbeats} heard`,
    },
  ]
}

/** What the stream told once it was open again; `null` until it was cut while the order moved on, and has told of it. */
export function whatCameAfterCut(story: RealtimeStory): 'again' | 'lost' | 'rest' | null {
  for (const opening of story.openings) {
    const came = whatItTold(opening, story)
    if (came) return came
  }
  return null
}

function whatItTold(
  opening: RealtimeStory['openings'][number],
  story: RealtimeStory,
): 'again' | 'lost' | 'rest' | null {
  const { told, after } = opening
  const missed = missedBefore(opening, story)
  if (missed.length === 0) return null
  if (told.some(({ seq }) => seq <= after)) return 'again'
  const came = missed.filter(({ seq }) => told.some((one) => one.seq === seq)).length
  if (came === missed.length) return 'rest'
  const newestMissed = missed.at(-1)?.seq ?? 0
  return told.some(({ seq }) => seq >= newestMissed) ? 'lost' : null
}
