'use client'

import { Notice } from '~/components/notice'

/** Says kindly that this browser has asked for more than its share, and counts the seconds until there is room again. */
export const OneMoment = ({ leftMs }: { leftMs: number }) => (
  <Notice tone="work" dot="wait" role="status" title="That was a lot at once">
    There is room for you again in{' '}
    <span className="num" aria-hidden="true">
      {Math.max(1, Math.ceil(leftMs / 1_000))} s
    </span>
    <span className="vh">a few seconds</span>, and we go on by ourselves. Nothing in your bag is lost.
  </Notice>
)
