'use client'

import Link from 'next/link'
import type { ReactNode } from 'react'
import { ArrivingHeading } from '~/components/arriving-heading'

/** In place of a form whose answer comes by mail. */
export function MailSent({ to, lab, children }: { to: string; lab: boolean; children: ReactNode }) {
  return (
    <>
      <ArrivingHeading as="h1">Look in your mail</ArrivingHeading>
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
