import type { ApiKey } from '@switchyard/contracts/api-keys'
import { useState } from 'react'
import { Button } from '~/components/button'
import { StateDot } from '~/components/state-dot'

interface KeyTableProps {
  items: readonly ApiKey[]
  mayMake: boolean
  /** A new key is shown, and is still to be kept. */
  mustKeep: boolean
  onRotate: (keyId: string) => void
  onRevoke: (keyId: string) => void
}

/** One row a key: whose it is, how it begins, what it may do, and how it stands. Revoking asks once more. */
export function KeyTable({ items, mayMake, mustKeep, onRotate, onRevoke }: KeyTableProps) {
  const [asking, setAsking] = useState<string>()
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard
    <section className="scroll-x" tabIndex={0} aria-label="Keys">
      <table className="tb">
        <thead>
          <tr>
            <th>Partner</th>
            <th>Begins with</th>
            <th>May</th>
            <th className="n">A minute</th>
            <th>State</th>
            <th>
              <span className="vh">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {items.map((item) => (
            <tr key={item.keyId}>
              <td>{item.name}</td>
              <td>
                <code>{item.prefix}…</code>
              </td>
              <td>{item.scopes.length === 0 ? 'look at its own' : item.scopes.join(', ')}</td>
              <td className="n num">{item.quotaPerMinute.toLocaleString('en-GB')}</td>
              <td>
                <Standing item={item} />
              </td>
              <td>
                {item.revokedAt === null && (
                  <span className="row">
                    {asking === item.keyId ? (
                      <>
                        <Button
                          small
                          look="danger"
                          onClick={() => {
                            setAsking(undefined)
                            onRevoke(item.keyId)
                          }}
                        >
                          Revoke it for good
                        </Button>
                        <Button small look="quiet" onClick={() => setAsking(undefined)}>
                          Keep it
                        </Button>
                      </>
                    ) : (
                      <>
                        {mayMake && (
                          <Button
                            small
                            look="quiet"
                            onClick={() => onRotate(item.keyId)}
                            waiting={mustKeep && 'Keep the new key first'}
                          >
                            Rotate
                          </Button>
                        )}
                        <Button small look="quiet" onClick={() => setAsking(item.keyId)}>
                          Revoke
                        </Button>
                      </>
                    )}
                  </span>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function Standing({ item: { revokedAt, bothUntil } }: { item: ApiKey }) {
  if (revokedAt !== null) return <StateDot state="off">revoked {dayOf(revokedAt)}</StateDot>
  if (bothUntil !== null) return <StateDot state="half">the one before too, until {dayOf(bothUntil)}</StateDot>
  return <StateDot state="ready">valid</StateDot>
}

const dayOf = (instant: string) => `${instant.slice(0, 16).replace('T', ' ')} UTC`
