/** One span of a trace; times in milliseconds from the start of the first. */
export interface Span {
  key: string
  service: string
  name: string
  depth: number
  from: number
  ms: number
  kind?: 'self' | 'slow' | 'cache' | 'failed'
}

/** One trace as bars: its own work in ink, slow in amber, cache hatched green, failed in red and in a word. */
export function Waterfall({ spans, until }: { spans: readonly Span[]; until: number }) {
  const percent = (ms: number) => `${((ms / until) * 100).toFixed(2)}%`
  return (
    <div className="wf" role="img" aria-label={`Trace waterfall, ${spans.length} spans, ${until} ms`}>
      <div className="ax">
        <span className="nm" />
        <span className="tr">
          {[0, 0.25, 0.5, 0.75, 1].map((share) => (
            <span key={share}>{Math.round(until * share)}</span>
          ))}
        </span>
        <span className="ms">ms</span>
      </div>
      {spans.map((span) => (
        <div key={span.key}>
          <span className="nm" style={{ '--d': span.depth }}>
            <b>{span.service}</b> <span>{span.kind === 'failed' ? `${span.name}, failed` : span.name}</span>
          </span>
          <span className="tr">
            <i
              className={span.kind === 'cache' ? 'hatch' : ''}
              style={{ '--a': percent(span.from), '--b': percent(span.ms), '--c': span.kind && colours[span.kind] }}
            />
          </span>
          <span className="ms">{span.ms.toFixed(1)}</span>
        </div>
      ))}
    </div>
  )
}

const colours = { self: 'var(--ink)', slow: 'var(--warn)', cache: 'var(--ok)', failed: 'var(--bad)' }
