import type { System } from '@switchyard/contracts/lab-operations'

/** The instance of inventory that a visitor's faults hit when they hit one: the last that is ready; undefined when none is known. */
export const hurtInstance = (system: System | undefined): string | undefined =>
  system?.instances?.findLast(({ service, state }) => service === 'inventory' && state === 'ready')?.id
