import Link from 'next/link'
import { Mark } from './mark'
import { ThemeSegment } from './theme-segment'

/** The foot of every page: what this is, where else to go, and the light. */
export function Colophon() {
  return (
    <footer className="colophon">
      <div className="page grid">
        <div className="fc-about">
          <Mark />
          <p>
            Prints drawn by rules and numbered by hand. The shop is also a working reference for service-to-service
            patterns: the lab shows you how every order was made. Nothing here is charged or sent.
          </p>
        </div>
        <nav className="fc" aria-label="More of the shop">
          <h2>Shop</h2>
          <ul>
            <li>
              <Link href="/prints">All prints</Link>
            </li>
            <li>
              <Link href="/#drop">The drop</Link>
            </li>
            <li>
              <Link href="/cart">Your bag</Link>
            </li>
            <li>
              <Link href="/orders">Find an order</Link>
            </li>
          </ul>
        </nav>
        <nav className="fc" aria-labelledby="foot-house">
          <h2 id="foot-house">House</h2>
          <ul>
            <li>
              <Link href="/lab">Lab</Link>
            </li>
            <li>
              <Link href="/design">Design sheet</Link>
            </li>
          </ul>
        </nav>
        <div className="fc">
          <h2 id="foot-light">Light</h2>
          <ThemeSegment labelledBy="foot-light" />
        </div>
      </div>
    </footer>
  )
}
