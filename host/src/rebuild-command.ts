import { Rebuilt } from '@switchyard/contracts/sales'
import { readHostFile } from './host-file.ts'
import { UsageError } from './logs-command.ts'
import type { Settings } from './settings.ts'

/** `npm run rebuild`: the running shop makes order history and sales anew from the events of orders, and says what was wrong. */
export async function rebuildCommand({
  settings,
  write,
}: {
  settings: Settings
  write: (line: string) => void
}): Promise<void> {
  const host = readHostFile(settings.dataDir)
  if (!host) throw new UsageError('Nothing runs here: npm start first.')
  const answer = await fetch(`${host.url}/read-models/rebuild`, {
    method: 'POST',
    headers: { authorization: `Bearer ${host.token}` },
  })
  const body: unknown = await answer.json()
  if (!answer.ok) throw new UsageError(`It was not rebuilt: ${JSON.stringify(body)}`)
  const { events, orders, sales, mended } = Rebuilt.parse(body)
  write(`${events} events told ${orders} orders and ${sales} lines of sales; ${mended || 'no'} rows differed before`)
}
