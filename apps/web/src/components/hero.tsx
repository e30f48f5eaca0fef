import type { PrintCard } from '@switchyard/contracts/inventory'
import Link from 'next/link'
import { collectionName } from '~/collection'
import { printPath } from '~/paths'
import { buttonClass } from './button'
import { Left, Plate } from './museum-label'
import { PrintFrame } from './print-frame'

/** The wall that one sees first, with the newest work on it; bare when nobody can tell which that is. */
export function Hero({ print }: { print: PrintCard | undefined }) {
  return (
    <section className="wall foot hero" style={{ '--px': '62%' }}>
      <div className="page grid">
        <div className="hero-t">
          <h1>
            Drawn by a rule.
            <br />
            Printed a hundred times.
            <br />
            Never again.
          </h1>
          <p className="lead">
            Fifty works by eight small programs, in pigment ink on cotton paper. When an edition is gone, the rule
            retires.
          </p>
          <p className="row">
            <Link className={buttonClass()} href="/prints">
              See the prints
            </Link>
            <Link className="more" href="/#drop">
              The drop: First Light
            </Link>
          </p>
        </div>
        <div className="hero-f">
          <PrintFrame {...(print && { slug: print.slug, href: printPath(print.slug) })} eager />
        </div>
        {print && (
          <div className="hero-l">
            <Plate title={print.title} lines={[collectionName(print.collection), 'Pigment ink on cotton rag']}>
              <Left edition={print.edition} available={print.available} />
            </Plate>
          </div>
        )}
      </div>
    </section>
  )
}
