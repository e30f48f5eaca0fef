'use client'

import Link from 'next/link'
import { Mark } from '~/components/mark'
import { NavLink } from '~/components/nav-link'
import { PhoneMenu } from '~/components/phone-menu'
import { StateDot } from '~/components/state-dot'
import { ThemeSegment } from '~/components/theme-segment'
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
          <LabLinks />
        </nav>
        <div className="end">
          <Ready />
          <PhoneMenu>
            <nav aria-label="Menu">
              <LabLinks />
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

const LabLinks = () => (
  <>
    <NavLink href="/lab" exact>
      Map
    </NavLink>
    <NavLink href="/lab/registry">Registry</NavLink>
    <NavLink href="/lab/load-balancing">Balancing</NavLink>
    <NavLink href="/lab/resilience">Resilience</NavLink>
    <NavLink href="/lab/saga">Saga</NavLink>
    <NavLink href="/lab/mailbox">Mailbox</NavLink>
    <NavLink href="/prints">Shop</NavLink>
  </>
)

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
