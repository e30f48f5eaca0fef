'use client'

import type { ReactNode } from 'react'
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

/** The frame of every pattern's page: the rail, and Predict, Do, Watch, Why, Goals, Read in this order. */
export function PatternPage({ id, title, lead, parts, ...rail }: PatternPageProps) {
  return (
    <div className="lp">
      <PatternRail {...rail} />
      <div className="lp-m">
        <header>
          <p className="num dim">{id}</p>
          <h1>{title}</h1>
          <p className="lead">{lead}</p>
        </header>
        {sections.map((section) => (
          <section key={section} id={sectionId(section)} className="blk" aria-labelledby={`${sectionId(section)}-h`}>
            <h2 id={`${sectionId(section)}-h`}>{section}</h2>
            {parts[section]}
          </section>
        ))}
      </div>
    </div>
  )
}
