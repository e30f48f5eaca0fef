import type { OrderPath } from '@switchyard/contracts/lab-operations'
import type { Goal } from '../goals'
import { type Hearer, heardBy, newsAt } from './news'

/** What can be counted about one order, and about the subscriber that is told again. */
export interface Figures {
  /** Messages that the subscriber has ever done with. */
  done: number | null
  mails: number
  timeline: number
  /** How the read model has it. */
  listed: string | null
  stock: string | null
}

/** A replay: what was counted before it, and what the subscriber had heard by then. */
export interface Told {
  to: Hearer
  messages: number
  before: Figures
  heard: Readonly<Record<string, string | null>>
}

/** What this page has observed of one order and its news. */
export interface NewsStory {
  path: OrderPath | undefined
  /** Who fails over it. */
  hurt: Hearer
  told: Told | undefined
  figures: Figures
}

/** What there is to see on this page. */
export function eventsGoals(story: NewsStory): Goal[] {
  const { path, hurt, told } = story
  const most = Math.max(0, ...(path?.messages ?? []).map(({ deliveries }) => deliveries.length))
  const at = newsAt(path, hurt)
  const again = heardAgain(story)
  return [
    {
      key: 'fan',
      text: 'See one event reach three subscribers, each by its own queue',
      seen: (path?.messages ?? []).some(
        ({ kind, deliveries }) =>
          kind === 'event' && deliveries.filter(({ acknowledgedAt }) => acknowledgedAt).length >= 3,
      ),
      figure: path && `${most} at most`,
    },
    {
      key: 'alone',
      text: 'Let one fail, and see it try again while the others are done',
      seen: failsAlone(story),
      figure: at && (at.own.acknowledgedAt ? 'done' : at.own.job),
    },
    {
      key: 'heals',
      text: 'Take the cause away, and see it hear the news by itself',
      seen: path?.status === 'cancelled' && at?.own.acknowledgedAt != null && told === undefined,
    },
    {
      key: 'again',
      text: 'Tell one subscriber all of it again, and see it hear every message once more',
      seen: again.all > 0 && again.heard === again.all,
      figure: told && `${again.heard} of ${again.all}`,
    },
    {
      key: 'same',
      text: 'Count before and after, and find nothing changed',
      seen: again.all > 0 && again.heard === again.all && isUnchanged(story),
    },
  ]
}

/** Whether one subscriber is trying again while every other has done with the same news. */
function failsAlone({ path, hurt }: Pick<NewsStory, 'path' | 'hurt'>): boolean {
  const at = newsAt(path, hurt)
  if (!at || at.own.acknowledgedAt || at.own.job !== 'delayed') return false
  return at.others.length > 0 && at.others.every(({ acknowledgedAt }) => acknowledgedAt)
}

/** What the others noticed while one failed; `null` while nobody does. */
export function whatOthersNotice(story: Pick<NewsStory, 'path' | 'hurt'>): 'nothing' | 'again' | null {
  if (!failsAlone(story)) return null
  return newsAt(story.path, story.hurt)?.others.some(({ sends }) => sends > 1) ? 'again' : 'nothing'
}

/** Of the messages about the order that were told again, how many the subscriber has done with once more. */
export function heardAgain({ path, told }: Pick<NewsStory, 'path' | 'told'>): { heard: number; all: number } {
  if (!told) return { heard: 0, all: 0 }
  const now = Object.entries(heardBy(path, told.to))
  return { heard: now.filter(([id, at]) => at !== null && at !== told.heard[id]).length, all: now.length }
}

/** Whether everything stands as before, but for what the subscriber has done with. */
function isUnchanged({ told, figures }: Pick<NewsStory, 'told' | 'figures'>): boolean {
  if (!told) return false
  const { done: _, ...before } = told.before
  const { done: __, ...now } = figures
  return JSON.stringify(before) === JSON.stringify(now)
}
