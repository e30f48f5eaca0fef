import { Failure } from '@switchyard/rpc/failure'

/** What every part of the lab answers where it is closed. */
export const labClosed = async (): Promise<never> => {
  throw new Failure('not_found', { detail: 'The lab is closed here: LAB_ENABLED is 0.' })
}
