import type { Person } from '@switchyard/contracts/account'
import type { ReactNode } from 'react'
import { NavLink } from '~/components/nav-link'
import { SignOut } from './sign-out'

interface AccountFrameProps {
  person: Person
  /** The page's heading. */
  title: string
  children: ReactNode
}

/** A page of somebody's account, beside the list of all of them. */
export const AccountFrame = ({ person, title, children }: AccountFrameProps) => (
  <main id="main" className="page ac">
    <nav className="ac-n" aria-label="Account">
      <NavLink href="/account" exact>
        Overview
      </NavLink>
      <NavLink href="/account/orders">Orders</NavLink>
      <NavLink href="/account/addresses">Addresses</NavLink>
      <NavLink href="/account/sessions">Sessions</NavLink>
      <NavLink href="/account/second-factor">Second factor</NavLink>
      <NavLink href="/account/delete">Leave</NavLink>
      {person.role !== 'shopper' && <NavLink href="/admin">Office</NavLink>}
      <SignOut />
    </nav>
    <div className="ac-m">
      <h1>{title}</h1>
      {children}
    </div>
  </main>
)
