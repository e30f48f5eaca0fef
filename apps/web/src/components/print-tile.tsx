import type { PrintCard } from '@switchyard/contracts/inventory'
import { printPath } from '~/paths'
import { MuseumLabel } from './museum-label'
import { mouldOf, PrintFrame } from './print-frame'

/** One print of the catalogue: framed in its own bay of the wall, with its label. */
export function PrintTile({ print, eager = false }: { print: PrintCard; eager?: boolean }) {
  return (
    <li>
      <div className="bay wall">
        <PrintFrame slug={print.slug} mould={mouldOf(print.slug)} href={printPath(print.slug)} eager={eager} />
      </div>
      <MuseumLabel print={print} level="h2" />
    </li>
  )
}

/** The same bay before anything is known: the light is on, the mat is empty, nothing shimmers. */
export function EmptyTile() {
  return (
    <li aria-hidden="true">
      <div className="bay wall">
        <PrintFrame />
      </div>
      <div className="ml">
        <i className="sk w-3/5" />
        <i className="sk w-2/5" />
      </div>
    </li>
  )
}
