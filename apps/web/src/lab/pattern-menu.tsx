'use client'

import { Popover } from '@base-ui/react/popover'
import { usePathname } from 'next/navigation'
import { useEffect, useState } from 'react'
import { NavLink } from '~/components/nav-link'
import { labPages } from './lab-pages'

/** Every page on which a pattern can be driven, a click away from any other; closes itself once a link has led somewhere. */
export function PatternMenu() {
  const [open, setOpen] = useState(false)
  const path = usePathname()
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new path is what closes the menu
  useEffect(() => setOpen(false), [path])
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger className="menu-opener">Patterns</Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner className="menu-place" align="start" sideOffset={14}>
          <Popover.Popup className="menu-sheet">
            <Popover.Title className="vh">Patterns</Popover.Title>
            <PatternLinks />
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  )
}

/** The same links one below the other, under the names of their groups. */
export const PatternLinks = () =>
  labPages.map(({ title, pages }) => (
    <section key={title} className="menu-group">
      <h2 className="cap">{title}</h2>
      {pages.map(({ href, name }) => (
        <NavLink key={href} href={href}>
          {name}
        </NavLink>
      ))}
    </section>
  ))
