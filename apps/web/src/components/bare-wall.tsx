import type { ReactNode } from 'react'

interface BareWallProps {
  title: string
  /** One sentence, in the shop's voice. */
  children: ReactNode
  /** One way on. */
  action?: ReactNode
  /** Draws the outline of a print that could hang here. */
  outline?: boolean
  /** The page's own heading, where nothing else is on the page. */
  level?: 'h1' | 'h2'
}

/** When something is not there: a bare nail in the wall, a few words, one way on. */
export function BareWall({ title, children, action, outline = false, level: Heading = 'h2' }: BareWallProps) {
  return (
    <article className="st">
      <div className="wall foot em-wall">
        <i className="nail" />
        {outline && <i className="ghost" />}
      </div>
      <div>
        <Heading>{title}</Heading>
        <p className="dim">{children}</p>
        {action && <p className="row st-act">{action}</p>}
      </div>
    </article>
  )
}
