'use client'

import { useAlive } from '~/components/use-alive'

/** The accounts that every local copy is seeded with. */
const accounts = [
  { email: 'shopper@halftone.test', may: 'buys prints' },
  { email: 'staff@halftone.test', may: 'sees orders and stock' },
  { email: 'admin@halftone.test', may: 'opens every door' },
] as const
const password = 'halftone-demo'

/** The keys of a local copy; one that is pressed fills in the form. */
export function LocalKeys({ onTake }: { onTake: (key: { email: string; password: string }) => void }) {
  const alive = useAlive()
  return (
    <section className="keys" aria-labelledby="keys">
      <h2 id="keys">Keys under the mat</h2>
      <p className="small dim">
        This copy runs on your machine, so here are its accounts. The password is <code>{password}</code>; a press fills
        it in.
      </p>
      <ul>
        {accounts.map(({ email, may }) => (
          <li key={email}>
            <button type="button" disabled={!alive} onClick={() => onTake({ email, password })}>
              <code>{email}</code>
              <span className="dim">{may}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}
