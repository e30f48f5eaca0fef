'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useSyncExternalStore } from 'react'
import { useNow } from '~/components/use-now'
import { OneMoment } from './one-moment'
import type { Pause, PauseReason } from './pause'

/** Shows the pause while there is one, over every page; afterwards asks again for whatever could not be had. */
export function PauseNote({ pause }: { pause: Pause }) {
  const until = useSyncExternalStore(pause.subscribe, pause.until, () => 0)
  const queries = useQueryClient()
  const waited = useRef(false)
  useEffect(() => {
    if (until > 0) waited.current = true
    else if (waited.current) {
      waited.current = false
      void queries.refetchQueries({ predicate: ({ state }) => state.status === 'error' })
    }
  }, [until, queries])
  return until === 0 ? null : <Counting until={until} why={pause.why()} />
}

function Counting({ until, why }: { until: number; why: PauseReason }) {
  const now = useNow(250)
  return (
    <div className="pause">
      <OneMoment leftMs={until - (now ?? until)} why={why} />
    </div>
  )
}
