import { checkEnv } from './env'

/** Runs once when the server starts: what is wrong with the environment is said then, and not to the first visitor. */
export function register(): void {
  checkEnv()
}
