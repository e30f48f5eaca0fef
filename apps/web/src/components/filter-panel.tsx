'use client'

import { Collapsible } from '@base-ui/react/collapsible'
import type { ReactNode } from 'react'

/** The filters: always in sight on a wide page, behind one button on a phone. */
export function FilterPanel({ on, children }: { on: number; children: ReactNode }) {
  return (
    <Collapsible.Root className="cat-f">
      <Collapsible.Trigger className="btn quiet small only-narrow">Filters{on > 0 && `, ${on} on`}</Collapsible.Trigger>
      <Collapsible.Panel className="cat-p" keepMounted render={<aside aria-label="Filters" />}>
        {children}
      </Collapsible.Panel>
    </Collapsible.Root>
  )
}
