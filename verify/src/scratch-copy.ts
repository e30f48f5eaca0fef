import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A copy of what a scenario runs, to be spoilt. */
export interface ScratchCopy extends Disposable {
  readonly dir: string
  /** Puts a patch in, and takes it out again on disposal. Throws when it does not apply. */
  apply(patch: string): Disposable
}

const root = join(import.meta.dirname, '../..')
const parts = ['apps/orders', 'apps/inventory', 'packages', 'sandbox/payments', 'verify', 'package.json']

/** Copies the sources; what is installed is shared, since the links of the workspace lead from the copy into the copy. */
export function makeScratchCopy(): ScratchCopy {
  const dir = mkdtempSync(join(tmpdir(), 'switchyard-verify-'))
  for (const part of parts) {
    mkdirSync(join(dir, part, '..'), { recursive: true })
    cpSync(join(root, part), join(dir, part), { recursive: true, verbatimSymlinks: true })
  }
  symlinkSync(join(root, 'node_modules'), join(dir, 'node_modules'))
  // In a repository of its own, whatever repository the folder may lie in.
  execFileSync('git', ['init', '--quiet', dir], { stdio: 'ignore' })
  return {
    dir,
    apply: (patch) => {
      patchWith(patch, dir)
      return { [Symbol.dispose]: () => patchWith(patch, dir, '--reverse') }
    },
    [Symbol.dispose]: () => rmSync(dir, { recursive: true, force: true }),
  }
}

function patchWith(patch: string, dir: string, ...options: string[]): void {
  try {
    execFileSync('git', ['apply', ...options, patch], {
      cwd: dir,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    })
  } catch (error) {
    const said = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : String(error)
    throw new Error(`the patch no longer applies: ${said}`, { cause: error })
  }
}
