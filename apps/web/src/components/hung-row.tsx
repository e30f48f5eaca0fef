import type { PrintCard } from '@switchyard/contracts/inventory'
import { printPath } from '~/paths'
import { MuseumLabel } from './museum-label'
import { mouldOf, PrintFrame } from './print-frame'

/** Four works on one wall: on one centre line in different sizes, or, `even`, all of one size. */
export function HungRow({ prints, even = false }: { prints: readonly PrintCard[]; even?: boolean }) {
  return (
    <div className="wall rail">
      <ul className={even ? 'page hung even' : 'page hung'}>
        {prints.slice(0, 4).map((print, place) => (
          <li key={print.slug} className={even ? undefined : `w${place}`}>
            <div className="hung-f">
              <PrintFrame slug={print.slug} mould={mouldOf(print.slug)} href={printPath(print.slug)} />
            </div>
            <MuseumLabel print={print} />
          </li>
        ))}
      </ul>
    </div>
  )
}
