import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Command } from './die-with-host.ts'
import { runCommand } from './run-command.ts'

/** An executable Redis or Valkey that is new enough. */
export interface RedisProgram {
  readonly command: Command
  /** Variables that it needs, such as the folder of its libraries. */
  readonly env: Readonly<Record<string, string>>
  readonly version: string
}

/** The oldest Redis that every command we use exists in. */
export const redisVersionMin = '7.0'

/** The first of the machine's own servers that is new enough. */
export async function redisProgramOnPath(env: Readonly<Record<string, string>>): Promise<RedisProgram | undefined> {
  return (await probe('redis-server', env)) ?? (await probe('valkey-server', env))
}

/** The server in a folder that packages were unpacked into; undefined unless it runs with the libraries there. */
export async function redisProgramIn(
  root: string,
  env: Readonly<Record<string, string>>,
): Promise<RedisProgram | undefined> {
  const libraries = ['usr/lib', 'lib'].flatMap((folder) => [join(root, folder), ...tripletsIn(join(root, folder))])
  const own = { ...env, LD_LIBRARY_PATH: libraries.join(':') }
  return (
    (await probe(join(root, 'usr/bin/redis-server'), own)) ?? (await probe(join(root, 'usr/bin/valkey-server'), own))
  )
}

/** Whether a version such as `7.0.15` is at least {@link redisVersionMin}. */
export function isNewEnough(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const [majorMin = 0, minorMin = 0] = redisVersionMin.split('.').map(Number)
  return major > majorMin || (major === majorMin && minor >= minorMin)
}

async function probe(path: string, env: Readonly<Record<string, string>>): Promise<RedisProgram | undefined> {
  const { ok, output } = await runCommand([path, '--version'], { env, limitMs: 5000 })
  const version = /v=(\d+\.\d+\.\d+)/.exec(output)?.[1]
  if (!ok || version === undefined || !isNewEnough(version)) return undefined
  return { command: [path], env, version }
}

function tripletsIn(folder: string): string[] {
  try {
    const names = readdirSync(folder, { withFileTypes: true })
    return names
      .filter((entry) => entry.isDirectory() && entry.name.includes('-linux-'))
      .map(({ name }) => join(folder, name))
  } catch {
    return []
  }
}
