'use client'

import Link from 'next/link'
import { SignOut } from '~/account/sign-out'
import { Button } from '~/components/button'
import { Mark } from '~/components/mark'
import { NavLink } from '~/components/nav-link'
import { PhoneMenu } from '~/components/phone-menu'
import { ThemeSegment } from '~/components/theme-segment'
import { whoInWords } from './letter-words'
import { useOfficePass } from './use-office-pass'

/** The office's head: where one is, and as whom. */
export function OfficeMasthead() {
  return (
    <header className="mast lab-mast">
      <div className="page">
        <Mark />
        <span className="slash" aria-hidden="true" />
        <Link className="where" href="/admin/dead-letters">
          Office
        </Link>
        <nav aria-label="Office">
          <OfficeLinks />
        </nav>
        <div className="end">
          <span className="opt row">
            <Who />
          </span>
          <PhoneMenu>
            <nav aria-label="Menu">
              <OfficeLinks />
              <NavLink href="/">Back to the shop</NavLink>
            </nav>
            <p className="row">
              <Who />
            </p>
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

const OfficeLinks = () => (
  <>
    <NavLink href="/admin/dead-letters">Dead letters</NavLink>
    <NavLink href="/admin/sales">Sales</NavLink>
    <NavLink href="/admin/prices">Prices</NavLink>
    <NavLink href="/admin/keys">Keys</NavLink>
    <NavLink href="/admin/people">People</NavLink>
    <NavLink href="/admin/audit">Audit</NavLink>
    <NavLink href="/lab">Lab</NavLink>
  </>
)

/** Whose pass opens the office, and the way to give it up. */
function Who() {
  const { badge, person } = useOfficePass()
  if (badge.by !== null) {
    return (
      <>
        <span className="small dim">{whoInWords(badge.by, null)}</span>
        <Button small look="quiet" onClick={badge.giveBack}>
          Give the badge back
        </Button>
      </>
    )
  }
  if (person === null) return null
  return (
    <>
      <Link href="/account">{person.name}</Link>
      <SignOut />
    </>
  )
}
