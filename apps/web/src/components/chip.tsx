import type { Route } from 'next'
import Link from 'next/link'

/** A filter that is on; following it takes the filter away. */
export function Chip({ href, children }: { href: Route; children: string }) {
  return (
    <Link prefetch={false} className="chip" href={href} aria-label={`Remove ${children}`} scroll={false}>
      {children} <span aria-hidden="true">×</span>
    </Link>
  )
}
