const levels: Readonly<Record<number, string>> = {
  10: 'trace',
  20: 'debug',
  30: 'info',
  40: 'WARN',
  50: 'ERROR',
  60: 'FATAL',
}

/**
 * One line of a log as a person reads it: `12:03:04.123 orders-1 info  placed orderId=…`. What is not JSON (a crash, an
 * engine, Next.js) stays as it is behind the name of its instance.
 */
export function formatLogLine(line: string, { instance }: { instance: string }): string {
  const entry = parse(line)
  if (entry === undefined) return `${' '.repeat(12)} ${instance} ${line}`
  const { time, level, msg, instance: _instance, pid: _pid, hostname: _hostname, err, ...rest } = entry
  const fields = Object.entries(rest).map(
    ([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`,
  )
  const head = `${clock(time)} ${instance} ${(levels[Number(level)] ?? String(level ?? '')).padEnd(5)} ${text(msg)}`
  return [[head, ...fields].join(' ').trimEnd(), ...stackOf(err)].join('\n')
}

function parse(line: string): Record<string, unknown> | undefined {
  if (!line.startsWith('{')) return undefined
  try {
    const value: unknown = JSON.parse(line)
    return typeof value === 'object' && value !== null ? { ...value } : undefined
  } catch {
    return undefined
  }
}

function clock(time: unknown): string {
  const date = new Date(typeof time === 'number' || typeof time === 'string' ? time : Number.NaN)
  return Number.isNaN(date.getTime()) ? ' '.repeat(12) : date.toISOString().slice(11, 23)
}

function stackOf(error: unknown): string[] {
  if (typeof error !== 'object' || error === null) return []
  const { stack, message } = error as { stack?: unknown; message?: unknown }
  return text(stack ?? message)
    .split('\n')
    .map((line) => `    ${line.trim()}`)
}

function text(value: unknown): string {
  return value === undefined ? '' : String(value)
}
