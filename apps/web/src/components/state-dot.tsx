import type { ReactNode } from 'react'

/** What a dot may say; each has its own shape. `sold` is the gallery's red dot, `bad` and `open` are crosses. */
export type DotState =
  | 'ready'
  | 'ok'
  | 'closed'
  | 'work'
  | 'half'
  | 'warn'
  | 'bad'
  | 'open'
  | 'frozen'
  | 'wait'
  | 'off'
  | 'sold'

interface StateDotProps {
  state: DotState
  /** The word beside it; without one the dot stands alone and what it means must be said nearby. */
  children?: ReactNode
  /** Beats slowly: what it stands for is being watched right now. */
  live?: boolean
}

/** A state as shape, word and colour, so that none of the three is needed alone. */
export function StateDot({ state, children, live = false }: StateDotProps) {
  const classes = ['sd', children ? '' : 'bare', live ? 'live' : ''].filter(Boolean).join(' ')
  return (
    <span className={classes} data-s={state}>
      <span>{children}</span>
    </span>
  )
}
