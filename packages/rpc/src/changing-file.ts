import { readFile, stat } from 'node:fs/promises'
import type { Clock } from '@switchyard/runtime/clock'

interface ChangingFileOptions<Value> {
  file: string
  clock: Clock
  parse: (text: string) => Value | Promise<Value>
  /** How long what was read is believed without another look at the file. */
  lookAgainMs?: number
}

/** What a file says, read again only when the file has become another one; a look costs no more than its date. */
export class ChangingFile<Value> {
  readonly #options: ChangingFileOptions<Value>
  #known: { value: Value; mark: string } | undefined
  #lookedAtMs = Number.NEGATIVE_INFINITY
  #looking: Promise<Value> | undefined

  constructor(options: ChangingFileOptions<Value>) {
    this.#options = options
  }

  /** What the file said a second ago or later. Rejects when it cannot be read or makes no sense. */
  async read(): Promise<Value> {
    const { clock, lookAgainMs = 1_000 } = this.#options
    if (this.#known && clock.now() - this.#lookedAtMs < lookAgainMs) return this.#known.value
    return await this.look()
  }

  /** What the file says now; everybody who asks at the same time shares one look. */
  look(): Promise<Value> {
    this.#looking ??= this.#look().finally(() => {
      this.#looking = undefined
    })
    return this.#looking
  }

  async #look(): Promise<Value> {
    const { file, clock, parse } = this.#options
    const { ino, size, mtimeMs } = await stat(file)
    const mark = `${ino} ${size} ${mtimeMs}`
    if (this.#known?.mark !== mark) this.#known = { value: await parse(await readFile(file, 'utf8')), mark }
    this.#lookedAtMs = clock.now()
    return this.#known.value
  }
}
