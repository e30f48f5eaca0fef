'use client'

import type { ReactNode } from 'react'
import { useArrivalFocus } from './use-arrival-focus'

interface ArrivingHeadingProps {
  /** `h1` where it heads the page. */
  as?: 'h1' | 'h2'
  id?: string
  /** False where nothing came: it was on the page from the beginning. */
  arrives?: boolean
  children: ReactNode
}

/** The heading of what has come in place of something else; takes the focus, so that everyone hears of it. */
export function ArrivingHeading({ as: Heading = 'h2', id, arrives = true, children }: ArrivingHeadingProps) {
  const heading = useArrivalFocus<HTMLHeadingElement>({ arrives })
  return (
    <Heading id={id} ref={heading} tabIndex={-1} className="step-h">
      {children}
    </Heading>
  )
}
