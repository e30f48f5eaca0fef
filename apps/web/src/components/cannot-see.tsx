import { madeCalls } from '~/gateway-server'
import { Unavailable } from './unavailable'

/** In place of what this page could not be given: because nobody could tell, or because this visitor, or everybody, has asked for so much. */
export const CannotSee = ({ what }: { what: string }) => (
  <Unavailable what={what} wait={madeCalls().find(({ refused }) => refused !== null)?.refused ?? null} />
)
