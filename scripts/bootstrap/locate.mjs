// Runs inside npx, whose folder stands on the PATH: says where its node and pnpm are, if they are whole.
//
//   node locate.mjs <version of node> <version of pnpm>
import { spawnSync } from 'node:child_process'
import { realpathSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { env } from 'node:process'

const [nodeVersion, pnpmVersion] = process.argv.slice(2)
const bin = (env.PATH ?? '').split(':').find((entry) => /_npx\/[^/]+\/node_modules\/\.bin$/.test(entry)) ?? ''
const report = {
  node: whole('node', nodeVersion),
  pnpm: whole('pnpm', pnpmVersion),
  folder: bin && dirname(dirname(bin)),
}
console.log(`switchyard-tools ${JSON.stringify(report)}`)

function whole(name, version) {
  try {
    const path = realpathSync(join(bin, name))
    const { stdout } = spawnSync(path, ['--version'], { encoding: 'utf8' })
    return stdout.trim().replace(/^v/, '') === version ? path : undefined
  } catch {
    return undefined
  }
}
