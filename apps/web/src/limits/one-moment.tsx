'use client'

import { Notice } from '~/components/notice'
import type { PauseReason } from './pause'

/** Says kindly that this browser is asked to wait, because of itself or of everybody, and counts the seconds until there is room again. */
export const OneMoment = ({ leftMs, why }: { leftMs: number; why: PauseReason }) => (
  <Notice tone="work" dot="wait" role="status" title={titles[why]}>
    {beginnings[why]}{' '}
    <span aria-hidden="true">
      <span className="num">{Math.max(1, Math.ceil(leftMs / 1_000))}</span> s
    </span>
    <span className="vh">a few seconds</span>, and we go on by ourselves. Nothing in your bag is lost.
  </Notice>
)

const titles: Readonly<Record<PauseReason, string>> = {
  much: 'That was a lot at once',
  full: 'The gallery is full right now',
}

const beginnings: Readonly<Record<PauseReason, string>> = {
  much: 'There is room for you again in',
  full: 'Whoever is at the till goes first; the till is open to you too. We look for room again in',
}
