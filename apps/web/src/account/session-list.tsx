'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Button } from '~/components/button'
import { Notice } from '~/components/notice'
import { StateDot } from '~/components/state-dot'
import { useGateway } from '~/gateway-browser'
import { refusalOf } from '~/lab/refusal'
import { RefusedNotice } from '~/lab/refused-notice'
import { formatClock, formatDay } from '~/time'
import { deviceWords } from './device-words'
import { leaveBrowser } from './leave-browser'

/** Every browser that is signed in, and the ways to end that: one by one, or all at once. */
export function SessionList() {
  const gateway = useGateway()
  const { data, isError } = useQuery({ ...gateway.account.sessions.queryOptions({}), refetchInterval: 5_000 })
  const { end, endAll } = useEndings()
  if (!data) return isError ? <NotSeen /> : null
  const refused = end.error ?? endAll.error
  return (
    <>
      <ul className="ac-r" aria-label="Signed in">
        {data.map(({ id, current, startedAt, seenAt, device }) => (
          <li key={id}>
            <div>
              <b>{deviceWords(device)}</b>
              <span className="small dim">
                Since {inWords(startedAt)}; last seen {inWords(seenAt)}
              </span>
            </div>
            {current ? (
              <StateDot state="ok">This browser</StateDot>
            ) : (
              <Button small look="quiet" onClick={() => end.mutate({ id })}>
                Sign it out<span className="vh">: {deviceWords(device)}</span>
              </Button>
            )}
          </li>
        ))}
      </ul>
      <RefusedNotice refused={refused ? refusalOf(refused) : undefined} />
      <section className="ac-s" aria-labelledby="everywhere">
        <h2 id="everywhere">Out, everywhere</h2>
        <p className="dim">
          Ends every session within a second, this one too. Whoever was in has to know the password to come back.
        </p>
        <p>
          <Button
            look="danger"
            onClick={() => endAll.mutate({})}
            waiting={(endAll.isPending || endAll.isSuccess) && 'Signing out'}
          >
            Sign out everywhere
          </Button>
        </p>
      </section>
    </>
  )
}

function useEndings() {
  const gateway = useGateway()
  const queries = useQueryClient()
  return {
    end: useMutation({
      ...gateway.account.endSession.mutationOptions(),
      onSettled: () => queries.invalidateQueries({ queryKey: gateway.account.sessions.pathKey() }),
    }),
    endAll: useMutation({
      ...gateway.account.signOutEverywhere.mutationOptions(),
      onSuccess: () => leaveBrowser('/sign-in'),
    }),
  }
}

const inWords = (instant: string) => `${formatDay(instant)}, ${formatClock(instant).slice(0, 5)}`

const NotSeen = () => (
  <Notice tone="warn" role="status" title="We cannot see your sessions right now">
    We ask again by ourselves.
  </Notice>
)
