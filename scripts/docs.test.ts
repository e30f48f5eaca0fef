import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, matchesGlob } from 'node:path'
import { describe, expect, test } from 'vitest'
import { topology } from '../host/src/topology.ts'
import { databaseOwners } from '../packages/db/src/owners.ts'
import { brokenLinks, choosingRows, documents, mended, tracked } from './docs.ts'
import { withSagaDrawn } from './saga-diagram.ts'

const root = join(import.meta.dirname, '..')
const read = (path: string) => readFileSync(join(root, path), 'utf8')
const all = documents()
const namesIn = (text: string) => [...text.matchAll(/`(\w+)`/g)].map(([, name]) => name)

test('every link, line anchor and picture of every document is there', () => {
  expect(all.map(({ path }) => path)).toEqual(expect.arrayContaining(['README.md', 'docs/patterns.md']))
  expect(brokenLinks(all)).toEqual([])
})

test('docs/choosing.md gives the reason of every edge of the topology, and of no other', () => {
  const rows = read('docs/choosing.md')
    .split('\n')
    .filter((line) => / → /.test(line) && line.startsWith('|'))
  expect(rows).toEqual(choosingRows())
})

test('docs/fulfilment.md draws the saga as its table has it', () => {
  const page = read('docs/fulfilment.md')
  expect(page).toContain('| **charge**, the pivot |')
  expect(page).toContain('reserved --> paid: charge (the pivot)')
  expect(withSagaDrawn(page)).toBe(page)
  const wrong = page.replace('inventory.releaseStock', 'inventory.keepStock')
  expect(withSagaDrawn(wrong)).toBe(page)
})

test('every pattern names its home, its use in the shop, its test and its flow', () => {
  const sections = read('docs/patterns.md').split(/^### /m).slice(1)
  const lacking = sections.flatMap((section) => {
    const [title = ''] = section.split('\n')
    // The choice of a pattern is something to read; its test is the whole proof.
    const parts = ['Home', 'Used by', 'Test', ...(title.startsWith('X6 ') ? [] : ['Flow'])]
    return parts.filter((part) => !section.includes(`**${part}** `)).map((part) => `${title}: ${part}`)
  })
  expect(sections.length).toBeGreaterThan(10)
  expect(lacking).toEqual([])
})

test('each item of OWASP and ASVS in SECURITY.md names a test that is there, or says why not', () => {
  const [, ...sections] = read('SECURITY.md').split(/^## OWASP /m)
  const rows = sections.flatMap((section) => section.split('\n').filter((line) => /^\| (?!item |risk |-)/.test(line)))
  const proved = /\[“[^”]+”\]\([^)]+#L\d+\)|written down in \[|not applicable, because \w+|not met( \w+)?: \w+/
  expect(rows.length).toBeGreaterThan(45)
  expect(rows.filter((row) => !proved.test(row.split('|')[2] ?? ''))).toEqual([])
})

test('docs/data.md has a class for every table of every database, and no other', () => {
  const rows = read('docs/data.md').matchAll(/^\| (\w+) \| (?:secret|personal|by id|open) \| ([^|]+) \|/gm)
  const classed = [...rows].flatMap(([, owner = '', tables = '']) =>
    namesIn(tables).map((table) => `${owner}.${table}`),
  )
  const tables = databaseOwners.flatMap((owner) => {
    const folder = `packages/db/prisma/${owner}`
    const schemas = readdirSync(join(root, folder)).filter((name) => name.endsWith('.prisma'))
    const maps = schemas.flatMap((name) => [...read(`${folder}/${name}`).matchAll(/@@map\("(\w+)"\)/g)])
    return maps.map(([, table]) => `${owner}.${table}`)
  })
  expect(tables.length).toBeGreaterThan(40)
  expect(classed.sort()).toEqual(tables.sort())
})

test('Dependabot looks at every package but those that are old on purpose, and at actions as soon as there are any', () => {
  const config = read('.github/dependabot.yml')
  const listed = (key: string) => {
    const [, list = ''] = new RegExp(`^    ${key}:\\n((?:      - .*\\n)+)`, 'm').exec(config) ?? []
    return [...list.matchAll(/- \/?(\S*)/g)].map(([, glob = '']) => glob)
  }
  const paths = tracked()
  const files = paths.filter((path) => /(^|\/)package\.json$/.test(path))
  const left = files.filter((path) => !listed('directories').some((glob) => matchesGlob(dirname(path), glob || '.')))
  const excluded = files.filter((path) => listed('exclude-paths').some((glob) => matchesGlob(path, glob)))
  expect(files.length).toBeGreaterThan(20)
  expect(left).toEqual([])
  expect(excluded).toEqual(files.filter((path) => path.includes('/trpc-client-')))
  const hasActions = paths.some((path) => path.startsWith('.github/workflows/'))
  expect(config.includes('package-ecosystem: github-actions')).toBe(hasActions)
})

test('docs/logs.md has a row for everything that the host runs', () => {
  const [, layers = ''] = read('docs/logs.md').split('| layer |')
  for (const name of [...topology.map(({ name }) => name), 'postgres', 'redis'])
    expect(layers).toContain(`\n| ${name} | `)
})

test('every decision has a number of its own and stands in the index', () => {
  const paths = all.map(({ path }) => path).filter((path) => /^docs\/decisions\/\d{4}-/.test(path))
  const numbers = paths.map((path) => path.slice('docs/decisions/'.length).slice(0, 4))
  expect(new Set(numbers).size).toBe(numbers.length)
  const index = read('docs/decisions/README.md')
  for (const path of paths) expect(index).toContain(`](${path.replace('docs/decisions/', '')})`)
})

describe('a document is found out when it', () => {
  const planted: [what: string, text: string, why: string][] = [
    ['links to a file that is not there', '[rules](../scripts/rules.ts)', 'there is no such file'],
    ['links to a file that git ignores', '[engine](../node_modules/vitest/package.json)', 'there is no such file'],
    ['links out of the repository', '[notes](../../notes.md)', 'leads out of the repository'],
    ['shows a picture that is not there', '![the shop](screens/nothing.png)', 'there is no such file'],
    ['shows one in HTML', '<img alt="" src="screens/nothing.png">', 'there is no such file'],
    ['names a line after the end', '[end](../.node-version#L99)', 'the file has no line 99'],
    [
      'names a line that says something else',
      '[`brokenLinks`](../scripts/docs.ts#L1)',
      'line 1 does not have brokenLinks',
    ],
    ['quotes a title that is not there', '[“it flies”](../scripts/docs.test.ts#L1)', 'line 1 does not have it flies'],
    ['names a heading that is not there', '[S0](#s0-nothing)', 'there is no heading #s0-nothing'],
  ]
  test.each(planted)('%s', (_, text, why) => {
    expect(brokenLinks([{ path: 'docs/planted.md', text }])[0]).toContain(why)
  })

  test('but not when all is well, or when it shows a link as code', () => {
    const text = [
      '# Good: one, `two`',
      '[self](#good-one-two) [folder](../scripts) [`edges`](../host/src/topology.ts) [out](https://example.org/x)',
      '```md',
      '[broken](nowhere.md)',
      '```',
    ].join('\n')
    expect(brokenLinks([{ path: 'docs/planted.md', text }])).toEqual([])
  })
})

test('a line anchor is mended to where its symbol stands now', () => {
  const text = mended({ path: 'docs/planted.md', text: '[`violations`](../scripts/boundaries.ts#L1)' })
  expect(brokenLinks([{ path: 'docs/planted.md', text }])).toEqual([])
  expect(text).not.toContain('#L1)')
})
