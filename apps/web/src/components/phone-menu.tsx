'use client'

import { usePathname } from 'next/navigation'
import { type ReactNode, useEffect, useState } from 'react'
import { Drawer } from './drawer'

/** The masthead's links on a phone; closes itself once a link has led somewhere. */
export function PhoneMenu({ children }: { children: ReactNode }) {
  const [open, setOpen] = useState(false)
  const path = usePathname()
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new path is what closes the menu
  useEffect(() => setOpen(false), [path])
  return (
    <Drawer
      title="Menu"
      open={open}
      onOpenChange={setOpen}
      opener={
        <button type="button" className="only-narrow">
          Menu
        </button>
      }
    >
      {/* A link to a place on the page one is on changes no path. */}
      <div className="phone-menu" onClickCapture={(event) => closesOnLink(event.target) && setOpen(false)}>
        {children}
      </div>
    </Drawer>
  )
}

const closesOnLink = (target: EventTarget) => target instanceof Element && target.closest('a') !== null
