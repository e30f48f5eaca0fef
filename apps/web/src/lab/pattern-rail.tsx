'use client'

import type { Route } from 'next'
import Link from 'next/link'
import { StateDot } from '~/components/state-dot'
import { type Section, sectionId, sections, standingOf } from './sections'
import { useReadSections } from './use-read-sections'

export interface RailProps {
  /** The group that the pattern belongs to. */
  group: string
  next: { href: Route; name: string }
  /** What the visitor has done; reading is noticed by the rail itself. */
  done: readonly Section[]
}

/** Where one is on a pattern's page and what is still to come. */
export function PatternRail({ group, next, done }: RailProps) {
  const read = useReadSections()
  const all = new Set([...done, ...read])
  return (
    <nav className="lp-n" aria-label="On this page">
      <p className="small dim">
        <Link href="/lab#patterns">{group}</Link>
      </p>
      <ol>
        {sections.map((section) => {
          const standing = standingOf(section, all)
          return (
            <li key={section}>
              <a href={`#${sectionId(section)}`} aria-current={standing === 'now' ? 'step' : undefined}>
                <StateDot state={dots[standing]}>
                  {section}
                  {standing === 'done' && <span className="vh">, done</span>}
                </StateDot>
              </a>
            </li>
          )
        })}
      </ol>
      <p className="cap">
        Next
        <br />
        <Link href={next.href}>{next.name}</Link>
      </p>
    </nav>
  )
}

const dots = { done: 'ok', now: 'work', next: 'wait' } as const
