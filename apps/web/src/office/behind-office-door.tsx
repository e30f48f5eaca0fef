'use client'

import type { ReactNode } from 'react'
import { useAlive } from '~/components/use-alive'
import { OfficeDoor } from './office-door'
import { useOfficePass } from './use-office-pass'

/** What lets somebody into the office. */
export type OfficePass = ReturnType<typeof useOfficePass>

/** A page of the office: staff sees it, others the door, and nobody anything before it is known who asks. */
export function BehindOfficeDoor({ children }: { children: (pass: OfficePass) => ReactNode }) {
  const alive = useAlive()
  const pass = useOfficePass()
  if (!alive || pass.isOpenQuestion) return <div className="page sales" />
  if (pass.by === null)
    return (
      <div className="page dl-door">
        <OfficeDoor pass={pass} />
      </div>
    )
  return children(pass)
}
