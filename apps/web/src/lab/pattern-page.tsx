'use client'

import type { ReactNode } from 'react'
import { useAlive } from '~/components/use-alive'
import { PatternRail, type RailProps } from './pattern-rail'
import { type Section, sectionId, sections } from './sections'

interface PatternPageProps extends Omit<RailProps, 'seen'> {
  /** Its number in docs/patterns.md. */
  id: string
  title: string
  lead: string
  /** The six sections, each with its own content. */
  parts: Readonly<Record<Section, ReactNode>>
}

/**
 * The frame of every pattern's page: the rail, and Predict, Do, Watch, Why, Goals, Read in this order.
 * Nothing can be pressed until the page is alive: the press would be lost.
 */
export function PatternPage({ id, title, lead, parts, ...rail }: PatternPageProps) {
  const alive = useAlive()
  return (
    <div className="lp">
      <PatternRail {...rail} />
      <div className="lp-m">
        <header>
          <p className="num dim">{id}</p>
          <h1>{title}</h1>
          <p className="lead">{lead}</p>
        </header>
        <fieldset className="until-alive" role="presentation" disabled={!alive}>
          {sections.map((section) => (
            <section key={section} id={sectionId(section)} className="blk" aria-labelledby={`${sectionId(section)}-h`}>
              <h2 id={`${sectionId(section)}-h`}>{section}</h2>
              {parts[section]}
            </section>
          ))}
        </fieldset>
      </div>
    </div>
  )
}
