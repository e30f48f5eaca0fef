import { type Logger, pino } from 'pino'

export type Log = Logger

/** One JSON line an event, in UTC, with the instance in every line; personal data and credentials never reach it. */
export function createLog({ instance, level }: { instance: string; level: string }): Log {
  return pino({
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
    ],
  })
}

/** For tests: says nothing. */
export const silentLog: Log = pino({ level: 'silent' })
