// Finds the pinned Node and pnpm through npx, once: their real paths are remembered, so that the next start asks nobody.
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { env as inherited } from 'node:process'
import { awaitOtherNpx, clearNpxFolder, npxFolder, programIn, releaseNpxLock } from './npx-folder.mjs'
import { runStep } from './processes.mjs'
import { cache, fail, isExecutable, readJson, root, say, tail, writeWhole } from './small.mjs'

const nodeVersion = '24.21.0'
const pnpmVersion = '12.21.0'

const packages = [`node@${nodeVersion}`, `pnpm@${pnpmVersion}`]

/** The executables `{ node, pnpm }`; ends with advice when they are not to be had. */
export async function findTools() {
  const file = join(cache, 'tools.json')
  const known = readJson(file)
  const isCurrent = known?.nodeVersion === nodeVersion && known.pnpmVersion === pnpmVersion
  if (isCurrent && isExecutable(known.node) && isExecutable(known.pnpm)) return known
  const found = toolsIn(npxFolder(packages)) ?? (await fetchByNpx())
  if (found === undefined) {
    fail(`npx could not provide ${packages.join(' and ')}; look at: npm ping; npm config get ignore-scripts`)
  }
  const tools = { nodeVersion, pnpmVersion, ...found }
  writeWhole(file, JSON.stringify(tools))
  return tools
}

/** The environment for everything that runs on the pinned tools, which stand first on its PATH. */
export function environmentWith({ node, pnpm }) {
  const path = [dirname(node), dirname(pnpm), inherited.PATH ?? '/usr/bin:/bin'].join(':')
  return { ...withoutNpm(), PATH: path, TURBO_TELEMETRY_DISABLED: '1', NEXT_TELEMETRY_DISABLED: '1' }
}

function toolsIn(folder) {
  const node = programIn(folder, 'node', nodeVersion)
  const pnpm = programIn(folder, 'pnpm', pnpmVersion)
  return node && pnpm ? { node, pnpm } : undefined
}

async function fetchByNpx() {
  const folder = npxFolder(packages)
  await awaitOtherNpx(folder)
  const meanwhile = toolsIn(folder)
  if (meanwhile !== undefined) return meanwhile
  clearNpxFolder(folder)
  say(`fetching ${packages.join(' and ')} by npx (some 50 MB)`)
  const onExit = () => releaseNpxLock(folder)
  process.once('exit', onExit)
  const npxCli = inherited.npm_execpath ? join(dirname(inherited.npm_execpath), 'npx-cli.js') : ''
  const [program, ...before] = existsSync(npxCli) ? [process.execPath, npxCli] : ['npx']
  const printer = `"${process.execPath}" "${join(root, 'scripts/bootstrap/print-npx-folder.mjs')}"`
  // Without --prefer-offline npx asks the registry each time, and waits a minute when there is no network.
  const flags = ['--prefer-offline', '-y', ...packages.flatMap((name) => ['-p', name]), '-c', printer]
  const { output } = await runStep('npx', program, [...before, ...flags], withoutNpm())
  process.off('exit', onExit)
  const actual = /^switchyard-npx (.+)$/m.exec(output)?.[1]
  const tools = toolsIn(actual ?? folder)
  if (tools === undefined) console.error(tail(output))
  return tools
}

/** What npm tells its scripts would bend npx and pnpm; what a person set (registry, proxy, cache) stays. */
function withoutNpm() {
  const told =
    /^npm_(lifecycle|package|command|execpath|node_execpath|old_pid)|^(INIT_CWD|NODE_CHANNEL_.*|PNPM_SCRIPT.*)$/
  const bent = /^npm_config_((local_|global_)?prefix|user_agent|node_gyp|init_module|noproxy|npm_version)$/
  return Object.fromEntries(Object.entries(inherited).filter(([name]) => !told.test(name) && !bent.test(name)))
}
