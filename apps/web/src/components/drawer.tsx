'use client'

import { Dialog } from '@base-ui/react/dialog'
import type { ReactElement, ReactNode } from 'react'

interface DrawerProps {
  title: string
  children: ReactNode
  /** The button that opens it and gets the focus back; without one, `open` alone decides. */
  opener?: ReactElement
  footer?: ReactNode
  open?: boolean
  onOpenChange?: (open: boolean) => void
}

/** A panel from the right that holds the focus until it is closed, by Esc, by the veil or by its cross. */
export function Drawer({ title, children, opener, footer, open, onOpenChange }: DrawerProps) {
  return (
    <Dialog.Root {...(open === undefined ? {} : { open })} onOpenChange={(next) => onOpenChange?.(next)}>
      {opener && <Dialog.Trigger render={opener} />}
      <Dialog.Portal>
        <Dialog.Backdrop className="veil" />
        <Dialog.Popup className="drawer">
          <header>
            <Dialog.Title className="drawer-t">{title}</Dialog.Title>
            <Dialog.Close className="x" aria-label={`Close ${title.toLowerCase()}`}>
              ×
            </Dialog.Close>
          </header>
          <div className="drawer-b">{children}</div>
          {footer && <footer>{footer}</footer>}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
