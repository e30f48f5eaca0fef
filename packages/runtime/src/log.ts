import { type DestinationStream, type Logger, pino } from 'pino'

export type Log = Logger

/** One JSON line an event, in UTC, with the instance in every line; personal data and credentials never reach it. */
export function createLog({ instance, level, to }: { instance: string; level: string; to?: DestinationStream }): Log {
  const options = {
    level,
    base: { instance },
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: [
      'accessToken',
      'email',
      'name',
      'address',
      'token',
      'authorization',
      'cookie',
      '*.accessToken',
      '*.email',
      '*.token',
      // PostgreSQL quotes the row or the value that it refuses.
      'err.detail',
      'err.where',
      'err.*.detail',
      'err.*.where',
    ],
  }
  return to ? pino(options, to) : pino(options)
}

/** For tests: says nothing. */
export const silentLog: Log = pino({ level: 'silent' })
