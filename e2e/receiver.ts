import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { WebhookPayload } from '@switchyard/contracts/webhooks'
import { Webhook } from 'standardwebhooks'

/** A delivery that was received and verified. */
interface HeardWebhook extends WebhookPayload {
  /** The event's: the same on every try. */
  id: string
}

/** A partner's receiver, on this machine; disposing closes it. */
export interface Receiver extends AsyncDisposable {
  url: string
  /** The key that it verifies with; what comes before it is known is refused. */
  secret: string | undefined
  /** Answers 500 instead of taking what comes. */
  isBroken: boolean
  heard: HeardWebhook[]
}

/** Opens a receiver as a partner would write it: with the library of Standard Webhooks. */
export async function openReceiver(): Promise<Receiver> {
  const heard: HeardWebhook[] = []
  const server = createServer(async (request, reply) => {
    let body = ''
    for await (const chunk of request) body += chunk
    try {
      if (receiver.isBroken) throw new Error('broken on purpose')
      const headers = request.headers as Record<string, string>
      const payload = WebhookPayload.parse(new Webhook(receiver.secret ?? '').verify(body, headers))
      heard.push({ ...payload, id: headers['webhook-id'] ?? '' })
      reply.writeHead(204).end()
    } catch {
      reply.writeHead(500).end()
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const receiver: Receiver = {
    ...{ url: `http://127.0.0.1:${port}/orders`, secret: undefined, isBroken: false, heard },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
  return receiver
}
