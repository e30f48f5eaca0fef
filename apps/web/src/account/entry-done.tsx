import Link from 'next/link'
import type { ReactNode } from 'react'
import { buttonClass } from '~/components/button'

/** In place of a form that has done its work: what is now so, and the way on, which is to sign in. */
export const EntryDone = ({ title, children }: { title: string; children: ReactNode }) => (
  <div role="status" className="si-d">
    <h1>{title}</h1>
    <p className="dim">{children}</p>
    <Link className={buttonClass({ wide: true })} href="/sign-in">
      Sign in
    </Link>
  </div>
)
