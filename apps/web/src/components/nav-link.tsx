'use client'

import type { Route } from 'next'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import type { ReactNode } from 'react'

interface NavLinkProps<T extends string> {
  href: Route<T>
  children: ReactNode
  /** Only the page itself counts, not those below it. */
  exact?: boolean
}

/** A link of a navigation that knows whether it leads to the page one is on, or to one below it. */
export function NavLink<T extends string>({ href, children, exact = false }: NavLinkProps<T>) {
  const path = usePathname()
  const here = path === href || (!exact && path.startsWith(`${href}/`))
  return (
    <Link href={href} aria-current={here ? 'page' : undefined}>
      {children}
    </Link>
  )
}
