/** As much of a browser's EventSource as tRPC's clients ask of it, which Node has none of: opens once, and tells what it hears until it is closed. */
export class OneEventSource extends EventTarget {
  static readonly CONNECTING = 0
  static readonly OPEN = 1
  static readonly CLOSED = 2
  readonly CONNECTING = 0
  readonly OPEN = 1
  readonly CLOSED = 2
  readyState = 0
  readonly #leaving = new AbortController()

  constructor(url: string) {
    super()
    this.#follow(url).catch(() => this.#end())
  }

  close(): void {
    this.readyState = this.CLOSED
    this.#leaving.abort()
  }

  async #follow(url: string): Promise<void> {
    const headers = { accept: 'text/event-stream' }
    const { ok, body } = await fetch(url, { headers, signal: this.#leaving.signal })
    if (!ok || !body) return this.#end()
    this.readyState = this.OPEN
    this.dispatchEvent(new Event('open'))
    let text = ''
    for await (const part of body.pipeThrough(new TextDecoderStream())) {
      const events = (text + part).split('\n\n')
      text = events.pop() ?? ''
      for (const event of events) this.#tell(event)
    }
    this.#end()
  }

  #tell(event: string): void {
    const said = (name: string) => new RegExp(`^${name}: ?(.*)$`, 'm').exec(event)?.[1]
    const data = said('data')
    if (data === undefined) return
    this.dispatchEvent(new MessageEvent(said('event') ?? 'message', { data, lastEventId: said('id') ?? '' }))
  }

  #end(): void {
    if (this.readyState === this.CLOSED) return
    this.close()
    this.dispatchEvent(new Event('error'))
  }
}
