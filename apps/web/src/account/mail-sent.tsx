'use client'

import Link from 'next/link'
import { type ReactNode, useEffect, useRef } from 'react'

/** In place of a form whose answer comes by mail; takes the focus, so that everyone hears of it. */
export function MailSent({ to, lab, children }: { to: string; lab: boolean; children: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  return (
    <>
      <h1 ref={heading} tabIndex={-1} className="step-h">
        Look in your mail
      </h1>
      <p>
        A letter is on its way to <b className="si-m">{to}</b>. {children}
      </p>
      {lab && (
        <p className="small dim">
          On this machine no letter leaves the house: it lands in the <Link href="/lab/mailbox">mailbox</Link>.
        </p>
      )}
    </>
  )
}
