import { existsSync, readFileSync, rmSync, statSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import { enginesOf } from './engines.ts'
import type { Strike } from './strike.ts'
import { untilDead } from './until-dead.ts'

/**
 * Kills Redis and takes from its disk what a machine that loses power may take: the last second of the append-only file,
 * which it writes out once a second (a SIGKILL alone loses nothing: the kernel keeps what was written), or all of it, as
 * where nothing is persisted.
 */
export function loseRedis(what: 'everything' | 'last second'): Strike {
  return async (scene) => {
    const { target, control, ground, clock, signal } = scene
    const { redisDir } = enginesOf(ground)
    const before = what === 'last second' ? tailOf(redisDir) : undefined
    if (before !== undefined) await clock.sleep(lastMs, signal)
    await control.act(target.id, 'kill')
    const heal = () => control.act(target.id, 'start')
    try {
      await untilDead(target.id, scene)
      const bytesLost = before === undefined ? loseAll(redisDir) : cutTo(before)
      return { heal, findings: () => ({ bytesLost }) }
    } catch (error) {
      await heal()
      throw error
    }
  }
}

const lastMs = 1_000

interface Tail {
  readonly file: string
  readonly bytes: number
}

/** The file that Redis appends to, by its manifest. */
function tailOf(redisDir: string): Tail {
  const folder = join(redisDir, 'appendonlydir')
  const manifest = readFileSync(join(folder, 'appendonly.aof.manifest'), 'utf8')
  const last = [...manifest.matchAll(/^file (\S+) seq \d+ type i/gm)].at(-1)?.[1]
  if (last === undefined) throw new Error('Redis names no append-only file in its manifest')
  const file = join(folder, last)
  return { file, bytes: statSync(file).size }
}

/** A file that was begun meanwhile is not cut: then the last second is in another one. */
function cutTo({ file, bytes }: Tail): number {
  if (!existsSync(file)) return 0
  const lost = statSync(file).size - bytes
  truncateSync(file, bytes)
  return lost
}

function loseAll(redisDir: string): number {
  const { bytes } = tailOf(redisDir)
  rmSync(join(redisDir, 'appendonlydir'), { recursive: true, force: true })
  return bytes
}
