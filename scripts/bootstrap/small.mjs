// What the bootstrap needs on a machine where nothing is installed yet.
import { accessSync, constants, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = join(dirname(fileURLToPath(import.meta.url)), '../..')

/** What the bootstrap remembers; gone together with node_modules, which it speaks of. */
export const cache = join(root, 'node_modules', '.cache', 'switchyard')

export function readText(file) {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}

export function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}

/** Writes the file whole or not at all. */
export function writeWhole(file, text) {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(`${file}.${process.pid}`, text)
  renameSync(`${file}.${process.pid}`, file)
}

export function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}

export function tail(output, lines = 15) {
  return output.trim().split('\n').slice(-lines).join('\n')
}

export function say(what) {
  console.log(`switchyard: ${what}`)
}

export function fail(why) {
  console.error(`switchyard: ${why}`)
  process.exit(1)
}
