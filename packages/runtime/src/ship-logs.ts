/**
 * Sends the lines of a log to a collector elsewhere, in the JSON of OTLP 1.x, which collectors of all makes take. What
 * waits for it is bounded, one request is under way at a time, and nobody waits for either: what finds no place stands in
 * the process's own output alone, and is counted. What was struck out of a line is not in what is sent.
 *
 *     const shipment = shipLogs({ url: 'https://logs.example/v1/logs', resource: { 'service.name': 'orders' }, … })
 *     shipment.write('{"level":30,"time":"2026-01-01T00:00:00.000Z","msg":"serving"}\n')
 */
import type { Clock } from './clock.ts'

interface ShipOptions {
  url: string
  /** Sent with each request, such as a key of the collector's. */
  headers: Readonly<Record<string, string>>
  /** Who logs. */
  resource: Readonly<Record<string, string>>
  clock: Clock
  /** Told how many lines the collector has not got, once it takes lines again. */
  onLost: (lost: number) => void
}

/** Lines on their way. */
interface Shipment {
  /** Takes one line; never throws, and keeps nobody waiting. */
  write(line: string): void
  /** Sends what waits at once, and gives it up where it is not taken within a second. */
  close(): Promise<void>
}

/** In characters: some four thousand usual lines may wait, and a thousand go together. */
const waitingMax = 1_000_000
const batchMax = 250_000
const gatherMs = 1_000
const awayMs = { first: 1_000, most: 30_000 }
const answerMsMax = 10_000
const closeMsMax = 1_000

/** Opens the way to a collector. One that is away is asked again, less and less often. */
export function shipLogs({ clock, onLost, ...to }: ShipOptions): Shipment {
  const waiting: string[] = []
  const closing = new AbortController()
  let size = 0
  let lost = 0
  let working: Promise<void> | undefined

  const send = async () => {
    await clock.sleep(gatherMs, closing.signal)
    for (let pauseMs = awayMs.first; waiting.length > 0; ) {
      const batch = firstOf(waiting)
      const outcome = await post(batch, to)
      if (outcome === 'away') {
        if (closing.signal.aborted) return
        await clock.sleep(pauseMs, closing.signal)
        pauseMs = Math.min(pauseMs * 2, awayMs.most)
        continue
      }
      pauseMs = awayMs.first
      waiting.splice(0, batch.length)
      size -= sizeOf(batch)
      if (outcome === 'refused') lost += batch.length
      else if (lost > 0) onLost(lost)
      if (outcome === 'taken') lost = 0
    }
  }
  return {
    write(line) {
      if (size + line.length > waitingMax) return void lost++
      waiting.push(line)
      size += line.length
      working ??= send().finally(() => {
        working = undefined
      })
    },
    async close() {
      closing.abort()
      await Promise.race([working, clock.sleep(closeMsMax)])
    },
  }
}

const sizeOf = (lines: readonly string[]): number => lines.reduce((sum, { length }) => sum + length, 0)

function firstOf(waiting: readonly string[]): string[] {
  let size = 0
  const end = waiting.findIndex(({ length }, n) => {
    size += length
    return n > 0 && size > batchMax
  })
  return waiting.slice(0, end === -1 ? waiting.length : end)
}

/** By the protocol only these come to something when they are tried again. */
const passing = new Set([429, 502, 503, 504])

async function post(
  lines: readonly string[],
  { url, headers, resource }: Pick<ShipOptions, 'url' | 'headers' | 'resource'>,
): Promise<'taken' | 'refused' | 'away'> {
  const logRecords = lines.map(recordOf)
  const scopeLogs = [{ scope: { name: 'switchyard' }, logRecords }]
  try {
    const { ok, status, body } = await fetch(url, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify({ resourceLogs: [{ resource: { attributes: attributesOf(resource) }, scopeLogs }] }),
      redirect: 'error',
      signal: AbortSignal.timeout(answerMsMax),
    })
    await body?.cancel()
    return ok ? 'taken' : passing.has(status) ? 'away' : 'refused'
  } catch {
    return 'away'
  }
}

/** Levels of pino as OpenTelemetry numbers and calls them. */
const severities: Record<number, readonly [number, string]> = {
  20: [5, 'DEBUG'],
  30: [9, 'INFO'],
  40: [13, 'WARN'],
  50: [17, 'ERROR'],
  60: [21, 'FATAL'],
}

function recordOf(line: string) {
  const { level, time, msg, ...fields } = JSON.parse(line)
  const [severityNumber, severityText] = severities[level] ?? [0, String(level)]
  const timeUnixNano = `${Date.parse(time)}000000`
  return { timeUnixNano, severityNumber, severityText, body: anyValue(msg ?? ''), attributes: attributesOf(fields) }
}

const attributesOf = (fields: object) => Object.entries(fields).map(([key, value]) => ({ key, value: anyValue(value) }))

function anyValue(value: unknown): object {
  if (typeof value === 'string') return { stringValue: value }
  if (typeof value === 'boolean') return { boolValue: value }
  if (typeof value === 'number') return Number.isSafeInteger(value) ? { intValue: `${value}` } : { doubleValue: value }
  if (Array.isArray(value)) return { arrayValue: { values: value.map(anyValue) } }
  return typeof value === 'object' && value !== null ? { kvlistValue: { values: attributesOf(value) } } : {}
}
