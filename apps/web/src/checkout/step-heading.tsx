'use client'

import { createContext, useContext, useEffect, useRef } from 'react'

/** Whether the step was come to from another one, and not by opening the page. */
export const CameFromStep = createContext(false)

/** A step's heading; takes the focus when one comes from another step, so that everyone knows where they are. */
export function StepHeading({ children }: { children: string }) {
  const heading = useRef<HTMLHeadingElement>(null)
  const came = useContext(CameFromStep)
  useEffect(() => {
    if (came) heading.current?.focus()
  }, [came])
  return (
    <h2 ref={heading} tabIndex={-1} className="step-h">
      {children}
    </h2>
  )
}
