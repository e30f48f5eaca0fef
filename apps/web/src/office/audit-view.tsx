'use client'

import type { AuditedAction } from '@switchyard/contracts/audit'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { BareWall } from '~/components/bare-wall'
import { Button } from '~/components/button'
import { Notice } from '~/components/notice'
import { StateDot } from '~/components/state-dot'
import { failureCode } from '~/gateway'
import { useGateway, useGatewayClient } from '~/gateway-browser'
import { outcomeWords, verdictWords } from './audit-words'
import { BehindOfficeDoor, type OfficePass } from './behind-office-door'
import { PassOver } from './pass-over'

/** Who did what, with the chain's own verdict: staff sees it, others the door. */
export const AuditView = () => <BehindOfficeDoor>{(pass) => <Log pass={pass} />}</BehindOfficeDoor>

function Log({ pass }: { pass: OfficePass }) {
  const client = useGatewayClient()
  const gateway = useGateway()
  const pages = useInfiniteQuery({
    queryKey: gateway.audit.list.queryKey(),
    initialPageParam: undefined as number | undefined,
    queryFn: ({ pageParam }) => client.audit.list.query({ limit: 50, ...(pageParam && { before: pageParam }) }),
    getNextPageParam: ({ items, more }) => (more ? items.at(-1)?.seq : undefined),
  })
  const { data, error, hasNextPage } = pages
  const items = data?.pages.flatMap((page) => page.items) ?? []
  const isOver = error && ['unauthenticated', 'forbidden'].includes(failureCode(error))
  return (
    <div className="page sales">
      <header className="ph">
        <h1>Audit log</h1>
      </header>
      {isOver && <PassOver pass={pass} />}
      {error && !isOver && (
        <Notice tone="warn" role="status" title="We cannot see the log right now">
          While it cannot be written nothing is done in the office either.
        </Notice>
      )}
      {data && <Verdict />}
      {data && items.length === 0 && (
        <BareWall title="Nothing was done yet">
          What staff change, and what anybody does in the lab, stands here.
        </BareWall>
      )}
      {items.length > 0 && <Lines items={items} />}
      {hasNextPage && (
        <Button
          small
          look="quiet"
          onClick={() => void pages.fetchNextPage()}
          waiting={pages.isFetchingNextPage && 'Looking'}
        >
          Show what was before
        </Button>
      )}
    </div>
  )
}

/** Every line held to its mark, to the line before and to the end, when somebody looks. */
function Verdict() {
  const gateway = useGateway()
  const { data, error, isFetching, refetch } = useQuery(gateway.audit.check.queryOptions({}))
  const isWhole = data?.faults.length === 0
  return (
    <Notice
      tone={data ? (isWhole ? 'ok' : 'bad') : error ? 'warn' : 'work'}
      role="status"
      title={data ? verdictWords(data) : error ? 'The chain could not be checked' : 'Checking the chain'}
      action={
        <Button small look="quiet" onClick={() => void refetch()} waiting={isFetching && 'Checking'}>
          Check it again
        </Button>
      }
    >
      Each line has a mark over itself and the line before, under a secret of the gateway.
    </Notice>
  )
}

const Lines = ({ items }: { items: readonly AuditedAction[] }) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard
  <section className="scroll-x" tabIndex={0} aria-label="Actions">
    <table className="tb">
      <thead>
        <tr>
          <th className="n">Line</th>
          <th>When, UTC</th>
          <th>Who</th>
          <th>Did</th>
          <th>To</th>
          <th>Outcome</th>
          <th>Request</th>
        </tr>
      </thead>
      <tbody>
        {items.map((item) => {
          const { dot, word } = outcomeWords(item)
          return (
            <tr key={item.seq}>
              <td className="n num">{item.seq}</td>
              <td>
                <time dateTime={item.at} className="m">
                  {item.at.slice(0, 19).replace('T', ' ')}
                </time>
              </td>
              <td>
                <code>{item.by}</code>
              </td>
              <td>
                <code>{item.operation}</code>
              </td>
              <td>{item.subject === null ? <span className="dim">no id</span> : <code>{item.subject}</code>}</td>
              <td>
                <StateDot state={dot}>{word}</StateDot>
              </td>
              <td>
                <code>{item.requestId}</code>
              </td>
            </tr>
          )
        })}
      </tbody>
    </table>
  </section>
)
