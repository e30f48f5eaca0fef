import { type DestinationStream, type Logger, pino } from 'pino'
import type { z } from 'zod'
import type { Clock } from './clock.ts'
import type { processEnv } from './env.ts'
import { shipLogs } from './ship-logs.ts'

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

/**
 * The log of a process as its environment wants it: on its output, and at a collector where one is named. Its `flush`
 * calls back when the collector has what was logged, or is away.
 */
export function openLog({ service, env, clock }: { service: string; env: LogEnv; clock: Clock }): Log {
  const given = { instance: env.INSTANCE_ID, level: env.LOG_LEVEL }
  const url = env.OTEL_EXPORTER_OTLP_LOGS_ENDPOINT
  if (url === undefined) return createLog(given)
  const output = pino.destination(1)
  const shipment = shipLogs({
    url,
    headers: env.OTEL_EXPORTER_OTLP_HEADERS,
    resource: {
      'service.name': service,
      'service.instance.id': env.INSTANCE_ID,
      'service.version': env.SERVICE_VERSION,
    },
    clock,
    onLost: (lost) => log.warn({ lost }, 'the collector of logs did not get some lines; they stand here alone'),
  })
  const to = {
    write(line: string) {
      output.write(line)
      shipment.write(line)
    },
    flush: (done: () => void) => void shipment.close().finally(done),
  }
  const log: Log = createLog({ ...given, to })
  return log
}

type LogEnv = z.infer<z.ZodObject<Pick<typeof processEnv, Named>>>
type Named =
  | 'INSTANCE_ID'
  | 'SERVICE_VERSION'
  | 'LOG_LEVEL'
  | 'OTEL_EXPORTER_OTLP_LOGS_ENDPOINT'
  | 'OTEL_EXPORTER_OTLP_HEADERS'

/** For tests: says nothing. */
export const silentLog: Log = pino({ level: 'silent' })
