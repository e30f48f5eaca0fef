'use client'

import type { Mail } from '@switchyard/contracts/mail'
import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { BareWall } from '~/components/bare-wall'
import { Notice } from '~/components/notice'
import { failureCode } from '~/gateway'
import { useGateway } from '~/gateway-browser'
import { orderPath } from '~/paths'
import { formatClock, formatDay } from '~/time'
import { AgeChip } from './age-chip'
import { LabClosed } from './lab-view'

/** The mails that would have been sent, the newest first. */
export function MailboxView() {
  const gateway = useGateway()
  const { data, error, dataUpdatedAt } = useQuery({
    ...gateway.lab.mailbox.queryOptions({}),
    refetchInterval: 2_000,
  })
  if (error && failureCode(error) === 'not_found') return <LabClosed />
  return (
    <div className="page bag-m">
      <h1>Mailbox</h1>
      <p className="row lead-r">
        <span className="dim">Mails that would have been sent. They stay on this machine.</span>
        <AgeChip source="lab.mailbox" at={dataUpdatedAt} />
      </p>
      {error && (
        <Notice tone="warn" role="status" title="The mailbox cannot be read right now">
          We ask again by ourselves.
        </Notice>
      )}
      {data?.length === 0 && (
        <BareWall title="No mail yet">One comes with every order that is confirmed, rejected or cancelled.</BareWall>
      )}
      <ul className="mails">
        {data?.map((mail) => (
          <MailItem key={`${mail.to}-${mail.kind}-${mail.at}`} mail={mail} />
        ))}
      </ul>
    </div>
  )
}

function MailItem({ mail }: { mail: Mail }) {
  return (
    <li>
      <h2>{mail.subject}</h2>
      <p className="small dim">
        To {mail.to},{' '}
        <time dateTime={mail.at}>
          {formatDay(mail.at)}, <span className="num">{formatClock(mail.at).slice(0, 8)}</span>
        </time>
        {mail.orderId !== null && (
          <>
            , about <Link href={orderPath(mail.orderId)}>its order</Link>
          </>
        )}
      </p>
      <p className="mail-t">
        {mail.text
          .split(/(https?:\/\/\S+)/)
          .map((part) => (part.startsWith('http') ? <MailLink key={part} to={part} /> : part))}
      </p>
    </li>
  )
}

/** A link of a mail opens where the mail is read, as any other does. */
const MailLink = ({ to }: { to: string }) => <a href={to}>{to}</a>
