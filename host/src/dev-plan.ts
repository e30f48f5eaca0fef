import type { RunPlan } from './fleet.ts'
import { UsageError } from './logs-command.ts'
import { type ServiceName, topology } from './topology.ts'

/**
 * What `npm run dev` was asked for: everything watched and reloaded, or with `--only orders` that one alone while the
 * rest runs as built, and with `--inspect` one instance of it under the debugger.
 */
export function devPlan(args: readonly string[]): RunPlan {
  const names = topology.map(({ name }) => name)
  const only = serviceAfter(args, names)
  const unknown = args.find((arg) => arg.startsWith('-') && arg !== '--only' && arg !== '--inspect')
  if (unknown !== undefined)
    throw new UsageError(`Unknown option ${unknown}; there are --only <service> and --inspect.`)
  const inspect = args.includes('--inspect')
  if (inspect && only === undefined)
    throw new UsageError('--inspect needs a service: npm run dev -- --only orders --inspect')
  if (inspect && only === 'web')
    throw new UsageError('The web is debugged in the browser; --inspect takes another service.')
  return { watched: new Set(only === undefined ? names : [only]), inspected: inspect ? only : undefined }
}

function serviceAfter(args: readonly string[], names: readonly ServiceName[]): ServiceName | undefined {
  if (!args.includes('--only')) return undefined
  const name = args[args.indexOf('--only') + 1]
  const service = names.find((each) => each === name)
  if (service === undefined) throw new UsageError(`--only takes one of ${names.join(', ')}.`)
  return service
}
