'use client'

import { useEffect, useRef } from 'react'

/** For what has come in place of what was pressed: it takes the focus, so that nobody is left at the top of the page. */
export function useArrivalFocus<Element extends HTMLElement>({ arrives = true } = {}) {
  const element = useRef<Element>(null)
  useEffect(() => {
    if (arrives) element.current?.focus()
  }, [arrives])
  return element
}
