'use client'

import type { Sales } from '@switchyard/contracts/sales'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import Link from 'next/link'
import { BareWall } from '~/components/bare-wall'
import { Button } from '~/components/button'
import { Notice } from '~/components/notice'
import { failureCode } from '~/gateway'
import { useGateway } from '~/gateway-browser'
import { refusalOf } from '~/lab/refusal'
import { RefusedNotice } from '~/lab/refused-notice'
import { formatMoney } from '~/money'
import { LagChip } from '~/order/lag-chip'
import { BehindOfficeDoor, type OfficePass } from './behind-office-door'
import { PassOver } from './pass-over'
import { figuresOf, rebuiltWords, sinceFirstSale } from './sales-words'

/** What was sold in the last thirty days, from the read model: staff sees it, others the door. */
export const SalesView = () => <BehindOfficeDoor>{(pass) => <Books pass={pass} />}</BehindOfficeDoor>

function Books({ pass }: { pass: OfficePass }) {
  const gateway = useGateway()
  const { data, error } = useQuery({ ...gateway.sales.byDay.queryOptions({}), refetchInterval: 2_000 })
  const isOver = error && ['unauthenticated', 'forbidden'].includes(failureCode(error))
  return (
    <div className="page sales">
      <header className="ph">
        <h1>Sales</h1>
        {data && <LagChip source="sales.byDay" lag={data.lag} />}
      </header>
      {isOver && <PassOver pass={pass} />}
      {error && !isOver && (
        <Notice tone="warn" role="status" title="We cannot see the sales right now">
          They are safe. We ask again by ourselves.
        </Notice>
      )}
      {data && <Figures sales={data} />}
      <Rebuild />
    </div>
  )
}

function Figures({ sales }: { sales: Sales }) {
  const { orders, sold, takenBack, revenue } = figuresOf(sales)
  return (
    <>
      <dl className="figures" aria-label="The last thirty days">
        <Figure name="Orders confirmed">{orders}</Figure>
        <Figure name="Prints sold">{sold}</Figure>
        <Figure name="Taken back">{takenBack}</Figure>
        <Figure name="Revenue, less what was taken back">{formatMoney(revenue)}</Figure>
      </dl>
      {sales.prints.length === 0 ? (
        <BareWall title="Nothing was sold in thirty days">What is sold from now on hangs here.</BareWall>
      ) : (
        <div className="sales-t">
          <SalesTable
            name="By print"
            rows={sales.prints.map(({ slug, ...row }) => ({
              ...{ key: slug, ...row },
              title: <Link href={`/prints/${slug}`}>{slug}</Link>,
            }))}
          />
          <SalesTable
            name="By day, UTC"
            rows={sinceFirstSale(sales.days).map(({ day, ...row }) => ({
              ...{ key: day, ...row },
              title: <code>{day}</code>,
            }))}
          />
        </div>
      )}
    </>
  )
}

const Figure = ({ name, children }: { name: string; children: React.ReactNode }) => (
  <div>
    <dt>{name}</dt>
    <dd className="num">{children}</dd>
  </div>
)

interface SalesRow extends Pick<Sales['prints'][number], 'sold' | 'takenBack' | 'revenue'> {
  key: string
  title: React.ReactNode
}

const SalesTable = ({ name, rows }: { name: string; rows: readonly SalesRow[] }) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard
  <section className="scroll-x" tabIndex={0} aria-label={name}>
    <table className="tb">
      <thead>
        <tr>
          <th>{name}</th>
          <th className="n">Sold</th>
          <th className="n">Taken back</th>
          <th className="n">Revenue</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, title, sold, takenBack, revenue }) => (
          <tr key={key}>
            <td>{title}</td>
            <td className="n num">{sold}</td>
            <td className="n num">{takenBack}</td>
            <td className="n num">{formatMoney(revenue)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </section>
)

/** The read models, made anew from all that was ever told. */
function Rebuild() {
  const gateway = useGateway()
  const queries = useQueryClient()
  const rebuild = useMutation({
    ...gateway.sales.rebuild.mutationOptions(),
    onSuccess: () => queries.invalidateQueries({ queryKey: gateway.sales.pathKey() }),
  })
  return (
    <section className="sales-r" aria-label="Rebuild">
      <p className="dim">
        These figures are folded from the events of orders. They can be made anew from the first event on; readers see
        the old ones until then.
      </p>
      <Button small look="quiet" onClick={() => rebuild.mutate({})} waiting={rebuild.isPending && 'Making it anew'}>
        Make it anew
      </Button>
      <p role="status">{rebuild.data && rebuiltWords(rebuild.data)}</p>
      <RefusedNotice refused={rebuild.error ? refusalOf(rebuild.error) : undefined} />
    </section>
  )
}
