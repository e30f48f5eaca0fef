'use client'

import Link from 'next/link'
import { Mark } from '~/components/mark'
import { NavLink } from '~/components/nav-link'
import { PhoneMenu } from '~/components/phone-menu'
import { StateDot } from '~/components/state-dot'
import { ThemeSegment } from '~/components/theme-segment'
import { PatternLinks, PatternMenu } from './pattern-menu'
import { useSystem } from './use-system'

/** The lab's own head, lower than the shop's: where one is, and how many instances are ready. */
export function LabMasthead() {
  return (
    <header className="mast lab-mast">
      <div className="page">
        <Mark />
        <span className="slash" aria-hidden="true" />
        <Link className="where" href="/lab">
          Lab
        </Link>
        <nav aria-label="Lab">
          <NavLink href="/lab" exact>
            Map
          </NavLink>
          <PatternMenu />
          <NavLink href="/lab/mailbox">Mailbox</NavLink>
          <NavLink href="/prints">Shop</NavLink>
        </nav>
        <div className="end">
          <Ready />
          <PhoneMenu>
            <nav aria-label="Menu">
              <NavLink href="/lab" exact>
                Map
              </NavLink>
              <PatternLinks />
              <NavLink href="/lab/mailbox">Mailbox</NavLink>
              <NavLink href="/">Back to the shop</NavLink>
            </nav>
            <span id="menu-light" className="vh">
              Light
            </span>
            <ThemeSegment labelledBy="menu-light" />
          </PhoneMenu>
        </div>
      </div>
    </header>
  )
}

function Ready() {
  const { system } = useSystem()
  if (!system?.instances) return null
  const ready = system.instances.filter(({ state }) => state === 'ready').length
  const all = system.instances.length
  return (
    <span className="opt small dim">
      <StateDot state={ready === all ? 'ready' : 'warn'}>
        <span className="num">{ready}</span> of <span className="num">{all}</span> ready
      </StateDot>
    </span>
  )
}
