import { spawn } from 'node:child_process'

/**
 * Thaws a process group when the host ends, even by SIGKILL: what is frozen does not hear of it, and would stay for ever.
 * A shell waits for the end of its input, which comes with the host's. Returns how to call it off.
 */
export function thawWithHost(group: number): () => void {
  const shell = spawn('/bin/sh', ['-c', 'read -r _; kill -s CONT -- "-$0"', String(group)], {
    env: {},
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  // Without a shell the group is frozen all the same.
  shell.on('error', () => {})
  return () => void shell.kill('SIGKILL')
}
