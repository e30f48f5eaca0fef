import { closeSync, fstatSync, openSync, readdirSync, readSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { StringDecoder } from 'node:string_decoder'

/** Where to look and what to show. */
export interface FollowOptions {
  readonly folder: string
  /** Such as `orders`, `orders-1`; undefined: all. */
  readonly only: string | undefined
  readonly write: (line: string, instance: string) => void
}

/**
 * Follows the logs of a folder: the first {@link LogFollower.read} gives the last lines of each, every later one what
 * was written since, also after a file was cut or appeared.
 */
export class LogFollower {
  readonly #options: FollowOptions
  readonly #files = new Map<string, { offset: number; rest: string; decoder: StringDecoder }>()
  #first = true

  constructor(options: FollowOptions) {
    this.#options = options
  }

  /** Reads what is new; returns how many logs there are. */
  read(): number {
    const instances = this.#instances()
    for (const instance of instances) this.#readOne(instance)
    this.#first = false
    return instances.length
  }

  #instances(): string[] {
    const { folder, only } = this.#options
    const names = list(folder).flatMap((file) => /^([a-z]+-\d+)\.log$/.exec(file)?.[1] ?? [])
    return names.filter((name) => only === undefined || name === only || name.replace(/-\d+$/, '') === only).sort()
  }

  #readOne(instance: string): void {
    const path = join(this.#options.folder, `${instance}.log`)
    const size = statSync(path, { throwIfNoEntry: false })?.size
    if (size === undefined) return
    const known = this.#files.get(instance)
    const file = known ?? {
      offset: this.#first ? Math.max(0, size - tailBytes) : 0,
      rest: '',
      decoder: new StringDecoder(),
    }
    this.#files.set(instance, file)
    const cutOff = known === undefined && file.offset > 0
    if (size < file.offset) file.offset = 0
    const text = file.rest + file.decoder.write(readFrom(path, file.offset, size))
    file.offset = size
    const lines = text.split('\n')
    file.rest = lines.pop() ?? ''
    for (const line of cutOff ? lines.slice(1) : lines) if (line !== '') this.#options.write(line, instance)
  }
}

/** How much of a log is shown before it is followed, in bytes. */
const tailBytes = 8_192

function list(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

function readFrom(path: string, from: number, to: number): Buffer {
  const file = openSync(path, 'r')
  try {
    const buffer = Buffer.alloc(Math.max(0, Math.min(to, fstatSync(file).size) - from))
    return buffer.subarray(0, readSync(file, buffer, 0, buffer.length, from))
  } finally {
    closeSync(file)
  }
}
