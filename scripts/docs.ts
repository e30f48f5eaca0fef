/**
 * Holds the documents to the code: every relative link points at a file of the repository, every `#anchor` at a heading,
 * every `#L20` at the line that has what the link's text names in `backticks` or “quotes”.
 *
 *     node scripts/docs.ts          says what is broken
 *     node scripts/docs.ts --mend   moves line anchors to where their symbol stands now, and draws the saga anew
 */
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { type Edge, edges } from '../host/src/topology.ts'
import { withSagaDrawn } from './saga-diagram.ts'

/** A document of the repository. */
export interface Document {
  /** From the repository's root, with forward slashes. */
  path: string
  text: string
}

const root = join(import.meta.dirname, '..')

/** Every Markdown file at the root and below `docs`. */
export const documents = (): Document[] =>
  tracked()
    .filter((path) => /^(?:[^/]+|docs\/.+)\.md$/.test(path))
    .map((path) => ({ path, text: read(path) }))

/** What is wrong with the links of these documents, one line each: `docs/a.md: ../b.ts#L3 (why)`. */
export function brokenLinks(files: readonly Document[]): string[] {
  const known = new Set([...tracked(), ...files.map(({ path }) => path)])
  const folders = new Set([...known].flatMap(foldersOf))
  return files.flatMap((file) =>
    linksOf(file.text).flatMap((link) => {
      const why = faultOf(link, { file, known, folders })
      return why ? [`${file.path}: ${link.target} (${why})`] : []
    }),
  )
}

/** The document with each line anchor at the line nearest to the old one that has what its text names. */
export function mended(file: Document): string {
  const anchored = /(!?\[((?:[^[\]]|\[[^\]]*\])*)\]\()([^)\s#]+)#L(\d+)\)/g
  return file.text.replace(anchored, (link, open: string, text: string, target: string, line: string) => {
    const path = resolve(file, target)
    const name = namedIn(text)
    if (!name || !existsSync(join(root, path))) return link
    const found = linesWith(path, name).sort((a, b) => Math.abs(a - Number(line)) - Math.abs(b - Number(line)))[0]
    return found ? `${open}${target}#L${found})` : link
  })
}

/** The rows of `docs/choosing.md`: one an edge of the topology, with its reason. */
export const choosingRows = (of: readonly Edge[] = edges): string[] =>
  of.map(({ from, to, by, what, why }) => `| ${from} → ${to} | ${by} | ${what} | ${why} |`)

interface Link {
  text: string
  target: string
}
interface Surroundings {
  file: Document
  known: ReadonlySet<string>
  folders: ReadonlySet<string>
}

function linksOf(markdown: string): Link[] {
  const prose = markdown.replace(/^(```|~~~)[\s\S]*?^\1/gm, '')
  const written = [...prose.matchAll(/!?\[((?:[^[\]]|\[[^\]]*\])*)\]\(([^)\s]+)\)/g)]
  const html = [...prose.matchAll(/\s(?:src|srcset|href)="([^"\s]+)"/g)]
  return [
    ...written.map(([, text = '', target = '']) => ({ text, target })),
    ...html.map(([, target = '']) => ({ text: '', target })),
  ]
}

function faultOf({ text, target }: Link, { file, known, folders }: Surroundings): string | undefined {
  if (/^(?:https?|mailto):/.test(target)) return undefined
  const [, anchor] = target.split('#')
  const path = resolve(file, target)
  if (path.startsWith('..') || target.startsWith('/')) return 'leads out of the repository'
  if (!known.has(path)) return folders.has(path) && anchor === undefined ? undefined : 'there is no such file'
  if (anchor === undefined) return undefined
  const line = /^L(\d+)$/.exec(anchor)?.[1]
  return line
    ? lineFault(path, Number(line), namedIn(text))
    : headingFault(path === file.path ? file.text : read(path), anchor)
}

function lineFault(path: string, line: number, name: string | undefined): string | undefined {
  const lines = read(path).split('\n').length
  if (line > lines) return `the file has no line ${line}`
  return name === undefined || linesWith(path, name).includes(line)
    ? undefined
    : `line ${line} does not have ${name}; node scripts/docs.ts --mend moves it`
}

const headingFault = (markdown: string, anchor: string): string | undefined =>
  headingsOf(markdown).has(anchor) ? undefined : `there is no heading #${anchor}`

/** Anchors as GitHub makes them: lower case, without punctuation, blanks as hyphens, repeats numbered. */
function headingsOf(markdown: string): Set<string> {
  const seen = new Map<string, number>()
  const prose = markdown.replace(/^(```|~~~)[\s\S]*?^\1/gm, '')
  return new Set(
    [...prose.matchAll(/^#{1,6}\s+(.+?)\s*$/gm)].map(([, heading = '']) => {
      const plain = heading.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').toLowerCase()
      const slug = plain.replace(/[^\p{L}\p{N}\s_-]/gu, '').replaceAll(/\s/g, '-')
      const times = seen.get(slug) ?? 0
      seen.set(slug, times + 1)
      return times === 0 ? slug : `${slug}-${times}`
    }),
  )
}

const namedIn = (text: string): string | undefined => /[`“]([^`”]+)[`”]/.exec(text)?.[1]

/** Where a name is declared; where it is not, every line that has it. */
function linesWith(path: string, name: string): number[] {
  const lines = read(path).split('\n')
  const numbers = (fits: (line: string) => boolean) => lines.flatMap((line, index) => (fits(line) ? [index + 1] : []))
  if (!/^\w+$/.test(name)) return numbers((line) => line.includes(name))
  const declares = new RegExp(`(?:${keywords}) ${name}\\b|^\\s*(?:readonly )?${name}\\??:`)
  const declared = numbers((line) => declares.test(line) && !/^\s*(?:\*|\/|--)/.test(line))
  return declared.length > 0 ? declared : numbers((line) => new RegExp(`\\b${name}\\b`).test(line))
}

const keywords = 'function\\*?|const|class|interface|type|FUNCTION|CONSTRAINT|TABLE'

const resolve = ({ path }: Document, target: string): string => {
  const [relative = ''] = target.split('#')
  return relative === ''
    ? path
    : posix.normalize(posix.join(posix.dirname(path), decodeURI(relative))).replace(/\/$/, '')
}

const foldersOf = (path: string): string[] =>
  path.split('/').flatMap((_, index, parts) => (index === 0 ? [] : [parts.slice(0, index).join('/')]))

const read = (path: string): string => readFileSync(join(root, path), 'utf8')

/** Every file of the repository, from its root: what git knows or would add. */
export function tracked(): string[] {
  const list = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 16 * 1024 * 1024,
  })
  return list.split('\0').filter((path) => path !== '' && existsSync(join(root, path)))
}

if (process.argv[1] === import.meta.filename) {
  if (process.argv.includes('--mend')) {
    for (const file of documents()) writeFileSync(join(root, file.path), withSagaDrawn(mended(file)))
  }
  const broken = brokenLinks(documents())
  console.log(broken.length === 0 ? 'every link of every document resolves' : broken.join('\n'))
  process.exitCode = broken.length === 0 ? 0 : 1
}
