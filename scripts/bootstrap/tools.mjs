// Finds the pinned Node and pnpm through npx, once: their real paths are remembered, so that the next start asks nobody.
import { existsSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { env as inherited } from 'node:process'
import { fileURLToPath } from 'node:url'
import { runStep } from './processes.mjs'
import { cache, fail, isExecutable, readJson, say, tail, writeWhole } from './small.mjs'

export const nodeVersion = '24.21.0'
export const pnpmVersion = '12.21.0'

const locator = join(dirname(fileURLToPath(import.meta.url)), 'locate.mjs')

/** The executables `{ node, pnpm }`; ends with advice when they are not to be had. */
export async function findTools() {
  const file = join(cache, 'tools.json')
  const known = readJson(file)
  const isCurrent = known?.nodeVersion === nodeVersion && known.pnpmVersion === pnpmVersion
  if (isCurrent && isExecutable(known.node) && isExecutable(known.pnpm)) return known
  say(`getting Node ${nodeVersion} and pnpm ${pnpmVersion} by npx (some 50 MB the first time)`)
  // An interrupted try leaves a broken folder in npx' cache; the first round removes it, the second makes it anew.
  const found = (await locateByNpx()) ?? (await locateByNpx())
  if (found === undefined) {
    fail(
      `npx could not provide Node ${nodeVersion} and pnpm ${pnpmVersion}; look at: npm ping; npm config get ignore-scripts`,
    )
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

async function locateByNpx() {
  const npxCli = inherited.npm_execpath ? join(dirname(inherited.npm_execpath), 'npx-cli.js') : ''
  const [program, ...before] = existsSync(npxCli) ? [process.execPath, npxCli] : ['npx']
  // Without --prefer-offline npx asks the registry each time, and waits a minute when there is no network.
  const packages = ['--prefer-offline', '-y', '-p', `node@${nodeVersion}`, '-p', `pnpm@${pnpmVersion}`]
  const inner = `"${process.execPath}" "${locator}" ${nodeVersion} ${pnpmVersion}`
  const { output } = await runStep('npx', program, [...before, ...packages, '-c', inner], withoutNpm())
  const report = /^switchyard-tools (.*)$/m.exec(output)?.[1]
  if (report === undefined) {
    console.error(tail(output))
    return undefined
  }
  const { node, pnpm, folder } = JSON.parse(report)
  if (node && pnpm) return { node, pnpm }
  if (folder) rmSync(folder, { recursive: true, force: true })
  return undefined
}

/** What npm tells its scripts would bend npx and pnpm; what a person set (registry, proxy, cache) stays. */
function withoutNpm() {
  const told =
    /^npm_(lifecycle|package|command|execpath|node_execpath|old_pid)|^(INIT_CWD|NODE_CHANNEL_.*|PNPM_SCRIPT.*)$/
  const bent = /^npm_config_((local_|global_)?prefix|user_agent|node_gyp|init_module|noproxy|npm_version)$/
  return Object.fromEntries(Object.entries(inherited).filter(([name]) => !told.test(name) && !bent.test(name)))
}
