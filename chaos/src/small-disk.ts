import { spawnSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'

/** Large enough for a shop's databases and the room that Postgres wants to see at its start; in memory. */
const megabytes = 512

/** Puts a disk of its own under a folder, so small that it can be filled. Throws where the machine allows no mount. */
export function mountSmallDisk(directory: string): Disposable {
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  const refused = run('mount', '-t', 'tmpfs', '-o', `size=${megabytes}m,mode=0700`, 'tmpfs', directory)
  if (refused !== undefined) throw new Error(`no disk that could be filled: mount says: ${refused}`)
  return { [Symbol.dispose]: () => void run('umount', '-l', directory) }
}

function run(program: string, ...args: readonly string[]): string | undefined {
  const { status, stderr, error } = spawnSync(program, args, { encoding: 'utf8', timeout: 10_000 })
  return status === 0 ? undefined : (error?.message ?? stderr.trim())
}
