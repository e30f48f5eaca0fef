// Installs the dependencies when the lockfile has changed, or when an earlier installation did not come to its end.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isStopping, runStep } from './processes.mjs'
import { cache, fail, readJson, readText, root, say, tail, writeWhole } from './small.mjs'
import { environmentWith } from './tools.mjs'

const stamp = join(cache, 'installed')
const lock = join(cache, 'install.lock')

/** Guarantees that node_modules is what pnpm-lock.yaml says; ends with pnpm's own words and advice when it can't be. */
export async function installDependencies(tools) {
  const mark = markOf(tools)
  if (isInstalled(mark)) return
  await alone(async () => {
    if (isInstalled(mark)) return // Somebody else did it while we waited.
    rmSync(stamp, { force: true })
    say('installing dependencies by pnpm (some 20 s the first time)')
    // How old a release must be is decided when the lockfile changes; asking about each one again takes ten seconds, and
    // for ever without a network.
    const settings = ['--config.minimum-release-age=0', '--config.confirm-modules-purge=false']
    const flags = ['--frozen-lockfile', '--prefer-offline', '--reporter=append-only', ...settings]
    const { code, output } = await runStep('pnpm', tools.pnpm, ['install', ...flags], environmentWith(tools))
    if (code !== 0) fail(`pnpm install failed:\n${tail(output)}\n${adviceFor(output)}`)
    writeWhole(stamp, mark)
  })
}

function markOf({ nodeVersion, pnpmVersion }) {
  const hash = createHash('sha256').update(`${nodeVersion} ${pnpmVersion} ${process.platform} ${process.arch}`)
  for (const name of ['pnpm-lock.yaml', 'pnpm-workspace.yaml']) hash.update(readFileSync(join(root, name)))
  return hash.digest('hex')
}

/** The stamp is written last; it proves nothing about folders that were removed by hand later. */
function isInstalled(mark) {
  if (readText(stamp) !== mark || !existsSync(join(root, 'node_modules/.modules.yaml'))) return false
  const groups = ['apps', 'packages', 'sandbox'].filter((group) => existsSync(join(root, group)))
  const members = groups.flatMap((group) => readdirSync(join(root, group)).map((name) => join(group, name)))
  return ['host', 'e2e', 'chaos', 'bench', 'verify', ...members].every((folder) => {
    const { dependencies, devDependencies } = readJson(join(root, folder, 'package.json')) ?? {}
    return (!dependencies && !devDependencies) || existsSync(join(root, folder, 'node_modules'))
  })
}

/** Of two commands in one checkout the second waits. A lock whose owner is gone counts for nothing. */
async function alone(work) {
  mkdirSync(cache, { recursive: true })
  for (let told = false; !takeLock(); ) {
    const owner = Number(readText(lock))
    if (!isBootstrap(owner)) rmSync(lock, { force: true })
    else if (!told) say(`waiting for process ${owner}, which installs dependencies in this checkout`)
    told ||= isBootstrap(owner)
    await new Promise((resolve) => setTimeout(resolve, 200))
    if (isStopping()) process.exit(130)
  }
  const release = () => rmSync(lock, { force: true })
  process.once('exit', release)
  await work()
  release()
  process.off('exit', release)
}

function takeLock() {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' })
    return true
  } catch {
    return false
  }
}

function isBootstrap(pid) {
  if (!pid || pid === process.pid) return false
  if (process.platform === 'linux') return (readText(`/proc/${pid}/cmdline`) ?? '').includes('run.mjs')
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

function adviceFor(output) {
  if (/ENOSPC|No space left/i.test(output)) return 'The disk is full: free some space and start again.'
  if (/OUTDATED_LOCKFILE/.test(output))
    return 'A package.json has changed: pnpm install brings pnpm-lock.yaml up to date.'
  if (/ENOTFOUND|ECONNREFUSED|EAI_AGAIN|ETIMEDOUT|ERR_PNPM_META_FETCH/.test(output)) {
    return 'The npm registry cannot be reached: check network and proxy, then start again.'
  }
  return 'Correct that and start again; nothing needs to be cleaned up.'
}
