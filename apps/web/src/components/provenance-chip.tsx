import type { ReactNode } from 'react'

interface ProvenanceChipProps {
  /** Who answered: a process, an engine, a stream. */
  source: string
  /** The question, or the age of the answer. */
  children?: ReactNode
  /** Older than it should be: struck through, its age said in `children`. */
  stale?: boolean
  /** What was asked and answered, shown when the chip is opened. */
  raw?: unknown
}

/** Where a live figure comes from; with `raw` it opens and shows the answer word for word. */
export function ProvenanceChip({ source, children, stale = false, raw }: ProvenanceChipProps) {
  const classes = stale ? 'pc stale' : 'pc'
  const words = (
    <>
      <i>{source}</i>
      {children}
    </>
  )
  if (raw === undefined) return <span className={classes}>{words}</span>
  return (
    <details className="raw">
      <summary className={classes}>{words}</summary>
      <pre className="raw-b">{JSON.stringify(raw, null, 2)}</pre>
    </details>
  )
}
