/** One message of an event stream. */
export interface Message {
  /** `message` where the server names none. */
  readonly event: string
  readonly data: string
}

/** Reads an event stream as a browser does (HTML, server-sent events), whatever its parts are cut into. */
export class EventParser {
  /** What the next connection says it has seen last. */
  lastEventId = ''
  /** How long the server wants its clients to wait before they come back. */
  retryMs: number | undefined
  #rest = ''
  #event = ''
  #data: string[] = []
  #id: string | undefined

  /** The messages that this part ends. */
  read(part: string): Message[] {
    const lines = `${this.#rest}${part}`.split('\n')
    this.#rest = lines.pop() ?? ''
    return lines.flatMap((line) => this.#line(line.replace(/\r$/, '')))
  }

  /** A connection is gone, and with it the message that was not whole. */
  forget(): void {
    this.#rest = ''
    this.#begin()
  }

  #begin(): void {
    this.#event = ''
    this.#data = []
    this.#id = undefined
  }

  #line(line: string): Message[] {
    if (line === '') return this.#end()
    const [, name = '', value = ''] = /^([^:]*):? ?(.*)$/.exec(line) ?? []
    if (name === 'event') this.#event = value
    if (name === 'data') this.#data.push(value)
    if (name === 'id') this.#id = value
    if (name === 'retry' && /^\d+$/.test(value)) this.retryMs = Number(value)
    return []
  }

  #end(): Message[] {
    this.lastEventId = this.#id ?? this.lastEventId
    const message = { event: this.#event || 'message', data: this.#data.join('\n') }
    const isTold = this.#data.length > 0
    this.#begin()
    return isTold ? [message] : []
  }
}
