/**
 * One event stream for all tabs of a browser: six connections an origin is all that HTTP/1.1 gives, and a stream keeps one
 * for good. The tab that holds the lock opens it for the orders and prints that any tab looks at, and passes on what it hears. When
 * that tab closes the lock goes to another, which asks who looks at what and opens the stream anew, from the start of each order:
 * nothing is missed, and what comes twice has the same `seq`. A print is told whole each time, so its latest news is all that is kept.
 */
import type { TimelineEntry } from '@switchyard/contracts/orders'
import type { PrintNews } from '@switchyard/contracts/pages'

/** What a tab looks at: an order, or a print. */
export type Access = { orderId: string; accessToken?: string } | { slug: string }

/** One thing that was told of it. */
export type Tiding = TimelineEntry | PrintNews

/** Whether it was told of an order. */
export const isEntry = (tiding: Tiding): tiding is TimelineEntry => 'seq' in tiding

/** How the stream stands: `live`; `connecting` until it is and whenever it was cut; `full` while the gateway keeps no more of them for this visitor; `ended` once nothing more will be told. */
export type Connection = 'live' | 'connecting' | 'full' | 'ended'

/** What tabs tell one another. */
export type Message =
  | { type: 'who' }
  | { type: 'wants'; tab: string; wants: Access[] }
  | { type: 'told'; about: string; tidings: Tiding[] }
  | { type: 'stands'; connection: Connection }

/** What comes of a stream that was opened. */
export interface Heard {
  told(about: string, tiding: Tiding): void
  stands(connection: Connection): void
  failed(why?: 'full'): void
}

/** What the browser gives. */
export interface Browser {
  tab: string
  post(message: Message): void
  listen(hear: (message: Message) => void): void
  /** Calls back once this is the tab that holds the stream; for as long as it lives. */
  elect(elected: () => void): void
  /** Opens the one stream; the answer closes it. */
  open(wants: readonly Access[], heard: Heard): () => void
  after(ms: number, run: () => void): void
}

/** Whoever looks at an order or a print. */
export interface Follower {
  told(tidings: readonly Tiding[]): void
  stands(connection: Connection): void
}

/** As many as the gateway takes in one stream; whoever looks at more asks for the rest every few seconds. */
const [ordersMax, printsMax] = [6, 12]
/** A page that opens tells its wish a moment before another takes it back. */
const gatherMs = 50
const againMs = 3_000
const settleMs = 500

/** The name under which tabs speak of what they look at. */
const nameOf = (access: Access): string => ('orderId' in access ? access.orderId : access.slug)

/** This tab's part in it; the answer follows until it is called. */
export function createLiveStream(browser: Browser) {
  const followed = new Map<string, { access: Access; followers: Set<Follower> }>()
  const leader = createLeader(browser, {
    told: (about, tidings) => tellFollowers(about, tidings),
    stands: (next) => setConnection(next),
  })
  let connection: Connection = 'connecting'
  const own = () => [...followed.values()].map(({ access }) => access)
  const tellFollowers = (about: string, tidings: readonly Tiding[]) => {
    for (const follower of followed.get(about)?.followers ?? []) follower.told(tidings)
  }
  const setConnection = (next: Connection) => {
    connection = next
    for (const { followers } of followed.values()) for (const follower of followers) follower.stands(next)
  }
  const announce = () => {
    if (leader.leads()) leader.wants(browser.tab, own())
    else browser.post({ type: 'wants', tab: browser.tab, wants: own() })
  }
  browser.listen((message) => {
    if (message.type === 'who') announce()
    if (message.type === 'wants') leader.wants(message.tab, message.wants)
    if (message.type === 'told') tellFollowers(message.about, message.tidings)
    if (message.type === 'stands') setConnection(message.connection)
  })
  browser.elect(() => {
    leader.begin()
    browser.post({ type: 'who' })
    announce()
  })
  return {
    follow(access: Access, follower: Follower): () => void {
      const name = nameOf(access)
      const known = followed.get(name) ?? { access, followers: new Set() }
      followed.set(name, known)
      known.followers.add(follower)
      follower.stands(connection)
      announce()
      return () => {
        known.followers.delete(follower)
        if (known.followers.size > 0) return
        followed.delete(name)
        announce()
      }
    },
    /** This tab goes; what it looked at is no longer wanted. */
    leave: () => browser.post({ type: 'wants', tab: browser.tab, wants: [] }),
  }
}

/** The part of the tab that holds the stream. */
function createLeader(
  browser: Browser,
  local: { told(about: string, tidings: readonly Tiding[]): void; stands(connection: Connection): void },
) {
  const wanted = new Map<string, Access[]>()
  const heard = new Map<string, Tiding[]>()
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
    const all = [...new Map([...wanted.values()].flat().map((access) => [nameOf(access), access])).values()]
    const orders = all.filter((access) => 'orderId' in access).slice(-ordersMax)
    const prints = all.filter((access) => 'slug' in access).slice(-printsMax)
    const wants = [...orders, ...prints]
    const key = wants.map(nameOf).join()
    if (open?.key === key) return
    open?.close()
    open = null
    // A new stream begins each order from its start and each print anew; what the last one told may be old by then.
    heard.clear()
    if (wants.length === 0) return
    if (connection !== 'full') stands('connecting')
    const close = browser.open(wants, {
      told(about, tiding) {
        heard.set(about, isEntry(tiding) ? [...(heard.get(about) ?? []), tiding] : [tiding])
        local.told(about, [tiding])
        browser.post({ type: 'told', about, tidings: [tiding] })
      },
      stands(next) {
        if (connection !== 'full' || next === 'ended') stands(next)
        // That there is no room is said within the stream, a moment after it began.
        else if (next === 'live') browser.after(settleMs, () => open?.close === close && stands('live'))
      },
      failed(why) {
        open = null
        stands(why ?? 'connecting')
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
    wants(tab: string, wants: Access[]) {
      if (!leads) return
      if (wants.length > 0) wanted.set(tab, wants)
      else wanted.delete(tab)
      for (const about of wants.map(nameOf)) {
        const tidings = heard.get(about)
        if (!tidings) continue
        local.told(about, tidings)
        browser.post({ type: 'told', about, tidings })
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
