import { connect, type Socket } from 'node:net'

/** One answer: its status, and how long after the moment at which its request was due. */
interface Answer {
  status: number
  ms: number
  /** When it came, since the crowd began. */
  atMs: number
  path: string
}

/** Requests that are sent when they are due, whether or not others were answered; those for which no connection was left were not sent. */
export interface Crowd {
  answers: Answer[]
  unsent: number
}

const connectionsMax = 4_000
const tickMs = 4

/** Connections to one port that ask one request at a time each, by as little code as it takes: it shares the machine with what it measures. */
export class Connections {
  readonly #port: number
  readonly #idle: Client[] = []
  readonly #all = new Set<Client>()

  constructor(port: number) {
    this.#port = port
  }

  get open(): number {
    return this.#all.size
  }

  /** An answer, or none when there is no connection left; rejects never: a connection that breaks is status 0. */
  ask(path: string): Promise<number> | undefined {
    const client = this.#idle.pop() ?? (this.#all.size < connectionsMax ? this.#connect() : undefined)
    return client?.ask(path).finally(() => (client.broken ? this.#all.delete(client) : this.#idle.push(client)))
  }

  /** Opens so many connections, a few at a time, each of which asks once and is kept. */
  async hold(count: number, path: string): Promise<void> {
    const each = 50
    for (let opened = 0; opened < count; opened += each) {
      const clients = Array.from({ length: Math.min(each, count - opened) }, () => this.#connect())
      await Promise.all(clients.map((client) => client.ask(path)))
      this.#idle.push(...clients)
    }
  }

  /** Has every connection ask once more, a few at a time. */
  async askAll(path: string): Promise<number[]> {
    const statuses: number[] = []
    const all = [...this.#all]
    for (let n = 0; n < all.length; n += 50) {
      statuses.push(...(await Promise.all(all.slice(n, n + 50).map((client) => client.ask(path)))))
    }
    return statuses
  }

  close(): void {
    for (const client of this.#all) client.close()
  }

  #connect(): Client {
    const client = new Client(this.#port)
    this.#all.add(client)
    return client
  }
}

class Client {
  broken = false
  readonly #socket: Socket
  #told: ((status: number) => void) | undefined
  #text = ''

  constructor(port: number) {
    this.#socket = connect({ port, host: '127.0.0.1', noDelay: true })
    this.#socket.setEncoding('latin1')
    this.#socket.on('data', (text) => this.#hear(String(text)))
    this.#socket.on('error', () => {})
    this.#socket.on('close', () => {
      this.broken = true
      this.#tell(0)
    })
  }

  ask(path: string): Promise<number> {
    if (this.broken) return Promise.resolve(0)
    return new Promise((resolve) => {
      this.#told = resolve
      this.#text = ''
      this.#socket.write(`GET ${path} HTTP/1.1\r\nhost: a\r\n${headers}\r\n\r\n`)
    })
  }

  close(): void {
    this.#socket.destroy()
  }

  #hear(text: string): void {
    this.#text += text
    const end = this.#text.indexOf('\r\n\r\n')
    if (end < 0) return
    const length = Number(/\r\ncontent-length: (\d+)/i.exec(this.#text)?.[1] ?? 0)
    if (this.#text.length < end + 4 + length) return
    this.#tell(Number(this.#text.slice(9, 12)))
  }

  #tell(status: number): void {
    const told = this.#told
    this.#told = undefined
    told?.(status)
  }
}

const headers = 'x-ingress-secret: ingress\r\nx-forwarded-for: 192.0.2.7'

/** Sends so many a second for a while, each at its moment. `pathOf` says what the n-th asks for. */
export async function sendAt(
  perSecond: number,
  { forMs, connections, pathOf }: { forMs: number; connections: Connections; pathOf: (n: number) => string },
): Promise<Crowd> {
  const crowd: Crowd = { answers: [], unsent: 0 }
  const beganMs = performance.now()
  const open = new Set<Promise<void>>()
  for (let sent = 0; performance.now() - beganMs < forMs; await tick()) {
    const due = ((performance.now() - beganMs) * perSecond) / 1_000
    for (; sent < due; sent++) {
      const path = pathOf(sent)
      const dueMs = beganMs + (sent * 1_000) / perSecond
      const asked = connections.ask(path)
      if (!asked) {
        crowd.unsent += 1
        continue
      }
      const heard = asked.then((status) => {
        const nowMs = performance.now()
        crowd.answers.push({ status, ms: nowMs - dueMs, atMs: nowMs - beganMs, path })
        open.delete(heard)
      })
      open.add(heard)
    }
  }
  await Promise.all(open)
  return crowd
}

/** So many at once, each asking again as soon as it was answered. */
export async function sendInTurn(
  width: number,
  { forMs, connections, path }: { forMs: number; connections: Connections; path: string },
): Promise<Crowd> {
  const crowd: Crowd = { answers: [], unsent: 0 }
  const beganMs = performance.now()
  const one = async () => {
    while (performance.now() - beganMs < forMs) {
      const dueMs = performance.now()
      const status = (await connections.ask(path)) ?? 0
      const nowMs = performance.now()
      crowd.answers.push({ status, ms: nowMs - dueMs, atMs: nowMs - beganMs, path })
    }
  }
  await Promise.all(Array.from({ length: width }, one))
  return crowd
}

const tick = () => new Promise((resolve) => setTimeout(resolve, tickMs))
