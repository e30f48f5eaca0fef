import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Principal } from '@switchyard/rpc/envelope'
import { createWebhookPost } from '../webhook-post.ts'
import { callOf, openWorld } from './world.ts'

/** Two partners, and who may see the webhooks of both. */
export const gallery = { kind: 'partner', id: 'gallery', scopes: ['webhooks', 'orders:write'] } as const
export const other = { kind: 'partner', id: 'other', scopes: ['webhooks', 'orders:write'] } as const
export const staff = { kind: 'staff', id: 's1' } as const

/** A world whose webhooks are really sent, and what partners do in it. */
export async function openWebhookScene({ adminUrl }: { adminUrl: string | undefined }) {
  const webhooks = createWebhookPost({ targets: 'any', deadlineMs: 1_000 })
  const world = await openWorld({ adminUrl, postWebhook: webhooks.post })
  const as = (principal: Principal) => world.caller(callOf({ principal }))
  const deliver = () => world.run('deliver-webhooks')
  return {
    ...{ world, as, deliver },
    buy: async (principal: Principal = gallery) => {
      const { orderId } = await world.place({}, { principal })
      await world.settle()
      return orderId
    },
    deliveriesOf: async (webhookId: string) => (await as(gallery).webhookDeliveries({ webhookId })).items,
    /** Lets so much time pass, and then tries what is due. */
    letPass: async (ms: number) => {
      await world.clock.advance(ms)
      await deliver()
    },
    forgetEndpoints: () => world.pool.query('DELETE FROM webhook_endpoints'),
    async [Symbol.asyncDispose]() {
      await webhooks.close()
      await world[Symbol.asyncDispose]()
    },
  }
}

/** One request that a receiver got. */
export interface Heard {
  headers: Record<string, string>
  body: string
}

/** A real receiver: it keeps what it hears and answers as told; `answer` may hold its breath. */
export async function openReceiver() {
  const heard: Heard[] = []
  const receiver = { heard, answer: 204 as number | 'nothing', url: '' }
  const server = createServer((request, reply) => {
    let body = ''
    request.on('data', (chunk) => {
      body += chunk
    })
    request.on('end', () => {
      heard.push({ headers: request.headers as Record<string, string>, body })
      if (receiver.answer === 'nothing') return
      if (receiver.answer === 302) reply.setHeader('location', 'http://127.0.0.1:1/')
      reply.writeHead(receiver.answer).end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  receiver.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/orders`
  const close = () => {
    server.closeAllConnections()
    return new Promise<void>((resolve) => server.close(() => resolve()))
  }
  return Object.assign(receiver, { [Symbol.asyncDispose]: close })
}

/** What {@link openReceiver} opens. */
export type Receiver = Awaited<ReturnType<typeof openReceiver>>
