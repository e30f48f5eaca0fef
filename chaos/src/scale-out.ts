import type { Strike } from './strike.ts'

/** Runs more instances of the target's service for a while, and then as many as before; the surplus is drained. */
export function scaleOut(instances: number): Strike {
  return async ({ target: { service }, control }) => {
    const before = (await control.instances()).filter((each) => each.service === service).length
    await control.scale(service, instances)
    return { heal: () => control.scale(service, before) }
  }
}
