'use client'

import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { signInPath } from '~/paths'
import { NavLink } from './nav-link'

/** The masthead's way to one's account, or to the sign-in and back to the page one is on. */
export function AccountLink({ signedIn }: { signedIn: boolean }) {
  const path = usePathname()
  if (signedIn) return <NavLink href="/account">Account</NavLink>
  const isDoor = path === '/' || /^\/(sign-in|sign-up|reset-password|account)(\/|$)/.test(path)
  return <Link href={isDoor ? '/sign-in' : signInPath(path)}>Sign in</Link>
}
