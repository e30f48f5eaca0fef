import type { Action } from './control.ts'
import type { Strike } from './strike.ts'

/** Does one thing to the target's process over the control API, and another to heal it, unless it heals by itself. */
export function strikeProcess(begin: Action, end?: Action): Strike {
  return async ({ target, control }) => {
    await control.act(target.id, begin)
    return end === undefined ? {} : { heal: () => control.act(target.id, end) }
  }
}
