import type { Instance } from './control.ts'
import type { Scene, Strike } from './strike.ts'

/**
 * A rolling restart: drains and starts every instance of these services, one after the other, the next one only when
 * everything is ready and reached. Throws when an instance does not come back.
 */
export function restartAll(services: readonly string[]): Strike {
  return async (scene) => {
    const { control, signal } = scene
    const all = (await control.instances()).filter(({ service }) => services.includes(service))
    for (const instance of all) {
      if (signal.aborted) break
      await restart(instance, scene)
    }
    return {}
  }
}

async function restart(instance: Instance, { control, clock, signal }: Scene) {
  await control.act(instance.id, 'drain')
  const untilMs = clock.now() + drainedMsMax
  while (!(await isDead(instance, control)) && clock.now() < untilMs) await clock.sleep(pollEveryMs)
  // Also when the campaign was interrupted: nothing is left half done.
  await control.act(instance.id, 'start')
  const wholeAtMs = await control.untilWhole({ limitMs: startedMsMax, replaced: instance, signal })
  if (wholeAtMs === undefined && !signal.aborted) throw new Error(`${instance.id} did not come back from its restart`)
}

const isDead = async ({ id }: Instance, control: Scene['control']) =>
  (await control.instances()).every((each) => each.id !== id || each.state === 'dead')

const drainedMsMax = 20_000
const startedMsMax = 60_000
const pollEveryMs = 100
