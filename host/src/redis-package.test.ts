import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { keptRedis, prepareRedis, unpackRedis } from './redis-package.ts'

let place: string
beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'redis-package-'))
  mkdirSync(join(place, 'bin'))
})
afterEach(() => rmSync(place, { recursive: true, force: true }))

function program(name: string, text: string) {
  const path = join(place, 'bin', name)
  writeFileSync(path, `#!/bin/sh\n${text}\n`)
  chmodSync(path, 0o755)
}

/** A machine whose archive has a Redis; each download is noted. */
function archive() {
  program(
    'apt-get',
    `case "$*" in *" -s "*) echo "Inst redis-server" ;; *) echo fetched >> ${place}/downloads; touch x.deb ;; esac`,
  )
  program('dpkg', 'mkdir -p "$3/usr/bin" && cp "$(dirname "$0")/redis-server" "$3/usr/bin/"')
  program('redis-server', 'echo "Redis server v=7.2.4"')
  return () =>
    existsSync(join(place, 'downloads')) ? readFileSync(join(place, 'downloads'), 'utf8').split('\n').length - 1 : 0
}

const unpackInto = (dataDir: string) =>
  unpackRedis({
    directory: join(place, dataDir, 'redis-package'),
    kept: join(place, 'cache/redis-package'),
    env: { PATH: `${join(place, 'bin')}:${process.env.PATH}` },
    reports: { log: () => {}, progress: () => {} },
  })

it('fetches a package once for all data directories of a checkout', async () => {
  const downloads = archive()
  const first = await unpackInto('one')
  expect([first?.version, downloads()]).toEqual(['7.2.4', 1])
  const second = await unpackInto('other')
  expect([second?.command, downloads()]).toEqual([
    [join(place, 'other/redis-package', 'root', 'usr/bin/redis-server')],
    1,
  ])
})

it('fetches another one when what was kept does not run', async () => {
  const downloads = archive()
  await unpackInto('one')
  writeFileSync(join(place, 'cache/redis-package', 'root', 'usr/bin/redis-server'), 'torn')
  expect(await unpackInto('other')).toMatchObject({ version: '7.2.4' })
  expect(await unpackInto('third')).toMatchObject({ version: '7.2.4' })
  expect(downloads()).toBe(2)
})

it('prepares what a start finds that has no network, and nothing where the machine has one of its own', async () => {
  const downloads = archive()
  expect([await prepareRedis({ checkout: place, inheritedEnv: { PATH: onlyTools() } }), downloads()]).toEqual([true, 0])
  // Now it is in the archive alone.
  renameSync(join(place, 'bin/redis-server'), join(place, 'redis-server'))
  program('dpkg', `mkdir -p "$3/usr/bin" && cp ${place}/redis-server "$3/usr/bin/"`)
  expect(await prepareRedis({ checkout: place, inheritedEnv: { PATH: onlyTools() } })).toBe(true)
  program('apt-get', 'exit 100')
  const found = await unpackRedis({
    directory: join(place, 'data/redis-package'),
    kept: keptRedis(place),
    env: { PATH: onlyTools() },
    reports: { log: () => {}, progress: () => {} },
  })
  expect([found?.version, downloads()]).toEqual(['7.2.4', 1])
})

/** A PATH with the test's programs and what they call, and without a Redis that this machine may have. */
function onlyTools(): string {
  const bin = join(place, 'bin')
  for (const name of ['setpriv', 'sh', 'cp', 'mkdir', 'dirname', 'touch']) {
    const path = execFileSync('/bin/sh', ['-c', `command -v ${name} || true`], { encoding: 'utf8' }).trim()
    if (path !== '' && !existsSync(join(bin, name))) symlinkSync(path, join(bin, name))
  }
  return bin
}
