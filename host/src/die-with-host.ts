import { spawnSync } from 'node:child_process'

/** A program with its arguments. */
export type Command = readonly [program: string, ...args: string[]]

/**
 * The same command, but the kernel sends it `signal` when the host's main thread ends, even by SIGKILL (util-linux'
 * `setpriv`). Without `setpriv` the command stays as it is, and the next start clears what was left behind.
 */
export function dieWithHost(signal: 'INT' | 'TERM' | 'KILL', command: Command): Command {
  return hasSetpriv() ? ['setpriv', '--pdeathsig', signal, '--', ...command] : command
}

let available: boolean | undefined

function hasSetpriv(): boolean {
  available ??= spawnSync('setpriv', ['--pdeathsig', 'KILL', '--', 'true'], { stdio: 'ignore' }).status === 0
  return available
}
