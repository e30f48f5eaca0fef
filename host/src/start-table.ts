import type { HostFile } from './host-file.ts'

/** The one table that `npm start` ends with: every address that a person may want. */
export function startTable(host: HostFile, { headline }: { headline: string }): string {
  const rows: [string, string][] = [
    ['shop', host.web],
    ['lab', `${host.web}/lab`],
    ['mailbox', `${host.web}/lab/mailbox`],
    ['gateway', `${host.gateway}/api/v2/products`],
    ['partner key', host.apiKey],
    ['control API', `${host.url}  (token in host.json)`],
    ['Postgres', host.postgres],
    ['Redis', host.redis],
    ['data', host.dataDir],
    ['logs', 'npm run logs -- orders'],
  ]
  const width = Math.max(...rows.map(([name]) => name.length))
  const lines = rows.map(([name, value]) => `  ${name.padEnd(width)}  ${value}`)
  return ['', `  ${headline}`, '', ...lines, ''].join('\n')
}
