/**
 * One event stream for all tabs of a browser: six connections an origin is all that HTTP/1.1 gives, and a stream keeps one
 * for good. The tab that holds the lock opens it for the orders that any tab looks at, and passes on what it hears. When
 * that tab closes the lock goes to another, which asks who looks at what and opens the stream anew, from the start of each order:
 * nothing is missed, and what comes twice has the same `seq`.
 */
import type { TimelineEntry } from '@switchyard/contracts/orders'

/** An order that a tab looks at. */
export interface Access {
  orderId: string
  accessToken?: string
}

/** How the stream stands: `live`; `connecting` until it is and whenever it was cut; `ended` once nothing more will be told. */
export type Connection = 'live' | 'connecting' | 'ended'

/** What tabs tell one another. */
export type Message =
  | { type: 'who' }
  | { type: 'wants'; tab: string; orders: Access[] }
  | { type: 'entries'; orderId: string; entries: TimelineEntry[] }
  | { type: 'stands'; connection: Connection }

/** What comes of a stream that was opened. */
export interface Heard {
  entry(orderId: string, entry: TimelineEntry): void
  stands(connection: Connection): void
  failed(): void
}

/** What the browser gives. */
export interface Browser {
  tab: string
  post(message: Message): void
  listen(hear: (message: Message) => void): void
  /** Calls back once this is the tab that holds the stream; for as long as it lives. */
  elect(elected: () => void): void
  /** Opens the one stream; the answer closes it. */
  open(orders: readonly Access[], heard: Heard): () => void
  after(ms: number, run: () => void): void
}

/** Whoever looks at an order. */
export interface Follower {
  entries(entries: readonly TimelineEntry[]): void
  stands(connection: Connection): void
}

/** As many orders as the gateway takes in one stream; whoever looks at more asks for the rest every few seconds. */
const ordersMax = 6
/** A page that opens tells its wish a moment before another takes it back. */
const gatherMs = 50
const againMs = 3_000

/** This tab's part in it; the answer follows an order until it is called. */
export function createOrderStream(browser: Browser) {
  const followed = new Map<string, { access: Access; followers: Set<Follower> }>()
  const leader = createLeader(browser, {
    told: (orderId, entries) => tellFollowers(orderId, entries),
    stands: (next) => setConnection(next),
  })
  let connection: Connection = 'connecting'
  const own = () => [...followed.values()].map(({ access }) => access)
  const tellFollowers = (orderId: string, entries: readonly TimelineEntry[]) => {
    for (const follower of followed.get(orderId)?.followers ?? []) follower.entries(entries)
  }
  const setConnection = (next: Connection) => {
    connection = next
    for (const { followers } of followed.values()) for (const follower of followers) follower.stands(next)
  }
  const announce = () => {
    if (leader.leads()) leader.wants(browser.tab, own())
    else browser.post({ type: 'wants', tab: browser.tab, orders: own() })
  }
  browser.listen((message) => {
    if (message.type === 'who') announce()
    if (message.type === 'wants') leader.wants(message.tab, message.orders)
    if (message.type === 'entries') tellFollowers(message.orderId, message.entries)
    if (message.type === 'stands') setConnection(message.connection)
  })
  browser.elect(() => {
    leader.begin()
    browser.post({ type: 'who' })
    announce()
  })
  return {
    follow(access: Access, follower: Follower): () => void {
      const known = followed.get(access.orderId) ?? { access, followers: new Set() }
      followed.set(access.orderId, known)
      known.followers.add(follower)
      follower.stands(connection)
      announce()
      return () => {
        known.followers.delete(follower)
        if (known.followers.size > 0) return
        followed.delete(access.orderId)
        announce()
      }
    },
    /** This tab goes; what it looked at is no longer wanted. */
    leave: () => browser.post({ type: 'wants', tab: browser.tab, orders: [] }),
  }
}

/** The part of the tab that holds the stream. */
function createLeader(
  browser: Browser,
  local: { told(orderId: string, entries: readonly TimelineEntry[]): void; stands(connection: Connection): void },
) {
  const wanted = new Map<string, Access[]>()
  const heard = new Map<string, TimelineEntry[]>()
  let leads = false
  let gathering = false
  let connection: Connection = 'connecting'
  let open: { key: string; close: () => void } | null = null

  const stands = (next: Connection) => {
    connection = next
    local.stands(next)
    browser.post({ type: 'stands', connection: next })
  }
  const reopen = () => {
    const orders = [...new Map([...wanted.values()].flat().map((access) => [access.orderId, access])).values()]
    const key = orders.map(({ orderId }) => orderId).join()
    if (open?.key === key) return
    open?.close()
    open = null
    if (orders.length === 0) return
    stands('connecting')
    const close = browser.open(orders.slice(-ordersMax), {
      entry(orderId, entry) {
        heard.set(orderId, [...(heard.get(orderId) ?? []), entry])
        local.told(orderId, [entry])
        browser.post({ type: 'entries', orderId, entries: [entry] })
      },
      stands,
      failed() {
        open = null
        stands('connecting')
        browser.after(againMs, reopen)
      },
    })
    open = { key, close }
  }
  return {
    leads: () => leads,
    begin: () => {
      leads = true
    },
    /** What a tab looks at now; what was heard of it already is told once more, for whoever came late. */
    wants(tab: string, orders: Access[]) {
      if (!leads) return
      if (orders.length > 0) wanted.set(tab, orders)
      else wanted.delete(tab)
      for (const { orderId } of orders) {
        const entries = heard.get(orderId)
        if (!entries) continue
        local.told(orderId, entries)
        browser.post({ type: 'entries', orderId, entries })
      }
      browser.post({ type: 'stands', connection })
      local.stands(connection)
      if (gathering) return
      gathering = true
      browser.after(gatherMs, () => {
        gathering = false
        reopen()
      })
    },
  }
}
