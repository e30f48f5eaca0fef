import { spawn, spawnSync } from 'node:child_process'

/** A way to start programs in a network namespace of their own, or why there is none. */
export type Namespace =
  | { readonly wrap: (command: readonly string[]) => readonly string[] }
  | { readonly missing: string }

/**
 * Finds out whether this process may have a network namespace of its own, with a loopback and a firewall in it: as root
 * outright, else within a user namespace. Everything in it dies with its last process, rules included.
 */
export function findNamespace({ isRoot, tryOut = runsWell }: { isRoot: boolean; tryOut?: TryOut }): Namespace {
  for (const [program, from] of [
    ['unshare', 'util-linux'],
    ['ip', 'iproute2'],
    ['nft', 'nftables'],
  ] as const) {
    if (tryOut([program, '--version']) === 'missing' && tryOut([program, '-V']) === 'missing')
      return { missing: `${program} is not installed: apt-get install ${from}` }
  }
  const own = isRoot ? ['--net'] : ['--user', '--map-current-user', '--keep-caps', '--net']
  const wrap = (command: readonly string[]) => [
    'unshare',
    ...own,
    'sh',
    '-c',
    'ip link set lo up && exec "$@"',
    'sh',
    ...command,
  ]
  if (tryOut(wrap(['nft', 'list', 'ruleset'])) === 'well') return { wrap }
  return { missing: 'this machine refuses a network namespace with a firewall: run as root, or allow user namespaces' }
}

/** Runs a program to its end, within a few seconds, and says how that went. */
export type TryOut = (command: readonly string[]) => 'well' | 'badly' | 'missing'

const runsWell: TryOut = ([program = '', ...args]) => {
  const { status, error } = spawnSync(program, args, { stdio: 'ignore', timeout: 5_000 })
  if (error !== undefined && 'code' in error && error.code === 'ENOENT') return 'missing'
  return status === 0 ? 'well' : 'badly'
}

/**
 * Runs a command to its end, in place of this process: same terminal, signals passed on, and gone with us, since it sees
 * our channel close. Resolves with its exit code.
 */
export function runInstead([program = '', ...args]: readonly string[], signal: AbortSignal): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
    const stop = () => child.kill('SIGTERM')
    signal.addEventListener('abort', stop, { once: true })
    child.once('error', reject)
    child.once('exit', (code) => resolve(code ?? 1))
  })
}
