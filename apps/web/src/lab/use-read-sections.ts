'use client'

import { useEffect, useState } from 'react'
import { type Section, sectionId } from './sections'

/** Sections that ask for nothing but reading; each counts as read once its end was in sight. */
export function useReadSections(): readonly Section[] {
  const [read, setRead] = useState<readonly Section[]>([])
  useEffect(() => {
    const observer = new IntersectionObserver((seen) => {
      const ended = seen.filter(({ isIntersecting }) => isIntersecting).map(({ target }) => target.parentElement?.id)
      const fresh = toRead.filter((section) => ended.includes(sectionId(section)))
      if (fresh.length > 0) setRead((before) => [...new Set([...before, ...fresh])])
    })
    for (const section of toRead) {
      const last = document.getElementById(sectionId(section))?.lastElementChild
      if (last) observer.observe(last)
    }
    return () => observer.disconnect()
  }, [])
  return read
}

const toRead: readonly Section[] = ['Why', 'Read']
