import type { Route } from 'next'
import Link from 'next/link'

export type Mould = 'black' | 'oak' | 'none'

interface PrintFrameProps {
  /** Names the drawing, `/art/<slug>.svg`; without one the frame holds an empty mat of the same size. */
  slug?: string
  /** What a person would see; left out where the title stands right beside it. */
  alt?: string
  mould?: Mould
  href?: Route
  /** Above the fold: loaded at once. */
  eager?: boolean
}

/**
 * A print in its moulding and mat, to the scale of the frame. As a link it is hidden from assistive technology: the
 * title beside it links to the same place.
 */
export function PrintFrame({ slug, alt = '', mould = 'black', href, eager = false }: PrintFrameProps) {
  const body = (
    <span className="pf-b">
      {slug ? (
        // biome-ignore lint/performance/noImgElement: a static drawing of a few kilobytes has nothing to optimize
        <img
          src={`/art/${slug}.svg`}
          width={500}
          height={700}
          alt={alt}
          loading={eager ? 'eager' : 'lazy'}
          fetchPriority={eager ? 'high' : 'auto'}
          decoding="async"
        />
      ) : (
        <span className="sk-p" />
      )}
    </span>
  )
  if (!href) {
    return (
      <span className="pf" data-mould={mould}>
        {body}
      </span>
    )
  }
  return (
    <Link prefetch={false} className="pf" data-mould={mould} href={href} tabIndex={-1} aria-hidden="true">
      {body}
    </Link>
  )
}

/** Black or oak, always the same for the same print, so that a wall is mixed and no frame changes between pages. */
export function mouldOf(slug: string): Mould {
  let sum = 0
  for (const char of slug) sum = (sum * 31 + char.charCodeAt(0)) % 1_009
  return sum % 5 < 3 ? 'black' : 'oak'
}
