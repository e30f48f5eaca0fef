import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'

/** A collector over HTTP that answers as it is told, and what it took; it goes with the test. */
export async function collector() {
  const told = { status: 200, silent: false, asked: 0, open: 0, headers: {} as object }
  const taken: Sent[] = []
  const server = createServer(async (request, response) => {
    told.asked++
    told.open++
    response.once('close', () => told.open--)
    told.headers = request.headers
    const text = (await request.toArray()).join('')
    if (told.silent) return
    if (told.status === 200) taken.push(...JSON.parse(text).resourceLogs)
    response.writeHead(told.status).end('{}')
  })
  let port = 0
  const listen = async () => {
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
    port = (server.address() as AddressInfo).port
  }
  const leave = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  await listen()
  onTestFinished(leave)
  const records = () => taken.flatMap(({ scopeLogs }) => scopeLogs.flatMap(({ logRecords }) => logRecords))
  const url = `http://127.0.0.1:${port}/v1/logs`
  return { url, told, taken, records, words: () => records().map(({ body }) => body.stringValue), listen, leave }
}

interface Sent {
  resource: { attributes: object[] }
  scopeLogs: { logRecords: { body: { stringValue: string }; attributes: object[] }[] }[]
}
