/** The patterns at work in this shop, by their numbers in docs/patterns.md. */
export function PatternCell() {
  return (
    <section className="pats" aria-labelledby="patterns">
      <div className="row between">
        <h2 id="patterns">Patterns</h2>
        <span className="cap">
          <code>docs/patterns.md</code>
        </span>
      </div>
      {groups.map(({ title, patterns }) => (
        <div key={title}>
          <h3>{title}</h3>
          <ul>
            {patterns.map(([id, name]) => (
              <li key={id} className="pat">
                <code>{id}</code>
                <span>{name}</span>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </section>
  )
}

const groups: { title: string; patterns: [id: string, name: string][] }[] = [
  {
    title: 'Synchronous',
    patterns: [
      ['S1', 'Request and response, typed'],
      ['S2', 'RESTful API'],
      ['S3', 'Deadlines'],
      ['S4', 'Retries'],
      ['S5', 'Circuit breaker, fallback'],
      ['S7', 'Idempotent requests'],
    ],
  },
  {
    title: 'Discovery',
    patterns: [
      ['D1', 'Registry'],
      ['D2', 'Dynamic updates'],
      ['D3', 'Load balancing'],
    ],
  },
  {
    title: 'Gateway',
    patterns: [
      ['G1', 'Single entry point'],
      ['G2', 'Aggregation'],
      ['G11', 'Realtime'],
    ],
  },
  {
    title: 'Messaging',
    patterns: [
      ['M1', 'Queues'],
      ['M2', 'Publish-subscribe'],
      ['M2b', 'Broadcast hints'],
      ['M3', 'Outbox'],
      ['M4', 'Inbox'],
      ['M5', 'Saga with compensation'],
      ['M6', 'Dead letters'],
      ['M7', 'Scheduled work'],
      ['M8', 'Reconciliation'],
      ['M10', 'Webhooks'],
    ],
  },
  {
    title: 'Across',
    patterns: [
      ['X2', 'Health, graceful shutdown'],
      ['X3', 'Service-to-service trust'],
    ],
  },
]
