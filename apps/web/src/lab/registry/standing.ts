import type { CallerView, InstanceView } from '@switchyard/contracts/lab'
import type { DotState } from '~/components/state-dot'
import { formatAge } from '../../time'

/** Whether the gateway calls an instance, as a dot and in words; `caller` undefined: not known. */
export function standingWith(
  caller: CallerView | undefined,
  instanceId: string,
  now: number | null,
): { dot: DotState; word: string } {
  if (!caller) return { dot: 'wait', word: 'not known' }
  const view = caller.instances.find((one) => one.instanceId === instanceId)
  if (!view) return { dot: 'off', word: 'not in its view' }
  if (view.out === 'doubted') return { dot: 'wait', word: 'asked for a word' }
  if (view.out) return { dot: 'bad', word: `out: ${view.out}${forHow(view, now)}` }
  if (view.warm < 1) return { dot: 'half', word: `warming up, ${Math.round(view.warm * 100)} %` }
  return { dot: 'ok', word: 'is called' }
}

const forHow = ({ outSince }: InstanceView, now: number | null) =>
  outSince && now !== null ? ` for ${formatAge(now - Date.parse(outSince))}` : ''
