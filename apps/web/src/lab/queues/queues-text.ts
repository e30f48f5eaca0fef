import type { Reading } from '../read-list'

/** What the page of queues says and where it sends its readers. */
export const queuesText: { why: readonly string[]; readings: readonly Reading[] } = {
  why: [
    'A command or an event lies on a queue until one of the competing workers takes it: whichever is free. So nobody waits for whoever is slow, and a new instance needs no introduction: it takes from the same queue.',
    'A queue that only grows would fill Redis and take everybody along. So it has a limit. Beyond it, senders keep what goes there, and nothing else, as rows in Postgres, where it costs no memory; it follows as room appears. Buyers notice nothing but a later mail.',
    'A process can run, answer and say that it works, and still take nothing. Only a letter that was taken proves that letters are taken: the canary.',
  ],
  readings: [
    { path: 'packages/messaging/src/queue.ts', what: 'a command: one queue, competing workers' },
    { path: 'packages/messaging/src/bullmq-engine.ts', what: 'the engine, and what is taken last' },
    { path: 'packages/messaging/src/batches.ts', what: 'what a crowd sends shares jobs' },
    { path: 'packages/messaging/src/pressure.ts', what: 'which queues are full' },
    { path: 'packages/messaging/src/relay.ts', what: 'holds back what goes there, and nothing else' },
    { path: 'packages/messaging/src/reconcile.ts', what: 'sends the rest as room appears' },
    { path: 'packages/messaging/src/canary.ts', what: 'the only honest sign of life' },
    { path: 'packages/messaging/src/worker-tally.ts', what: 'who did how much' },
    { path: 'e2e/own-stack/queue-drains-faster.spec.ts', what: 'the flow that proves it' },
    { path: 'docs/patterns.md', what: 'M1, M11: where they are proved' },
  ],
}
