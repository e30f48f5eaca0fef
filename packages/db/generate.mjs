// Generates the Prisma client of every owner that has models. Downloads nothing: the client needs no engine binary, and
// the CLI is told that its schema engine is a program that exists.
import { spawn } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = import.meta.dirname
const prisma = join(dirname(fileURLToPath(import.meta.resolve('prisma/package.json'))), 'build/index.js')

const owners = readdirSync(join(here, 'prisma')).filter(
  (owner) => existsSync(join(here, 'prisma', owner, 'schema.prisma')) && hasModels(join(here, 'prisma', owner)),
)
const results = await Promise.all(owners.map(generate))
process.exitCode = results.every(Boolean) ? 0 : 1

function hasModels(folder) {
  const files = readdirSync(folder).filter((name) => name.endsWith('.prisma'))
  return files.some((name) => /^model\s/m.test(readFileSync(join(folder, name), 'utf8')))
}

function generate(owner) {
  const env = {
    ...process.env,
    PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
    PRISMA_HIDE_UPDATE_MESSAGE: '1',
    CHECKPOINT_DISABLE: '1',
    // It notes its commands in the user's config folder; nothing of ours belongs there.
    XDG_CONFIG_HOME: join(here, 'node_modules', '.cache'),
  }
  const child = spawn(process.execPath, [prisma, 'generate', '--schema', `prisma/${owner}`], {
    cwd: here,
    env,
  })
  let output = ''
  child.stdout.on('data', (chunk) => (output += chunk))
  child.stderr.on('data', (chunk) => (output += chunk))
  return new Promise((resolve) =>
    child.once('exit', (code) => {
      console.log(code === 0 ? `generated the client of ${owner}` : `${owner}: prisma generate failed\n${output}`)
      resolve(code === 0)
    }),
  )
}
