import type { ReactNode } from 'react'
import { Plate } from '~/components/museum-label'
import { mouldOf, PrintFrame } from '~/components/print-frame'

interface EntryWallProps {
  print: { slug: string; title: string; collection: string }
  children: ReactNode
}

/** A door of the shop: a wall with one print on its left, and what there is to do on its right. */
export const EntryWall = ({ print: { slug, title, collection }, children }: EntryWallProps) => (
  <main id="main" className="si">
    <div className="wall foot si-w">
      <div className="si-f">
        <PrintFrame slug={slug} mould={mouldOf(slug)} eager />
      </div>
      <div className="si-l">
        <Plate title={title} lines={[collection, 'Pigment ink on cotton rag']} />
      </div>
    </div>
    <div className="si-t">{children}</div>
  </main>
)
