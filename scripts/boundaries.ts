/**
 * The rules of the house that a compiler does not know. Each rule looks at one source file and says what is wrong, or
 * nothing. `boundaries.test.ts` runs them over the tree and proves each one by a planted violation.
 */

export interface Source {
  /** From the repository's root, with forward slashes. */
  path: string
  text: string
}
interface Rule {
  name: string
  applies(path: string): boolean
  faults(source: Source): string[]
}

const apps = ['web', 'gateway', 'orders', 'inventory', 'payments']
const isTest = (path: string) => /\.test\.tsx?$|\/testing\/|\.fake\.ts$/.test(path)
const ownerOf = (path: string) => /^(?:apps|sandbox)\/([^/]+)\//.exec(path)?.[1]

/** What each part may import of the workspace; `*` is everything but apps. */
const mayImport: Record<string, readonly string[]> = {
  'packages/contracts': [],
  'packages/runtime': [],
  'packages/art': [],
  'packages/old-clients': [],
  'packages/private-ca': [],
  'packages/trpc-client-11-0': [],
  'packages/trpc-client-11-10': [],
  'packages/checker': ['contracts', 'runtime'],
  'packages/db': ['art', 'runtime'],
  'packages/rpc': ['contracts', 'runtime'],
  'packages/messaging': ['contracts', 'runtime'],
  'apps/web': ['contracts', 'rpc', 'art', 'old-clients'],
  'apps/gateway': ['contracts', 'rpc', 'messaging', 'runtime', 'db'],
  'apps/orders': ['checker', 'contracts', 'rpc', 'messaging', 'runtime', 'db'],
  'apps/inventory': ['contracts', 'rpc', 'messaging', 'runtime', 'db'],
  'sandbox/payments': ['runtime', 'db'],
}

interface Import {
  from: string
  typeOnly: boolean
}

/** Static imports, re-exports and dynamic imports with a literal. */
function importsOf(text: string): Import[] {
  const fixed = [...text.matchAll(/^\s*(?:import|export)\s+(type\s)?(?:[^'";]*?\sfrom\s+)?['"]([^'"]+)['"]/gm)]
  const dynamic = [...text.matchAll(/\bimport\(\s*['"]([^'"]+)['"]/g)]
  return [
    ...fixed.map(([, type, from]) => ({ from: from ?? '', typeOnly: type !== undefined })),
    ...dynamic.map(([, from]) => ({ from: from ?? '', typeOnly: false })),
  ]
}

const forbidImport = (
  name: string,
  applies: Rule['applies'],
  wrong: (found: Import, path: string) => boolean,
): Rule => ({
  name,
  applies,
  faults: ({ path, text }) => importsOf(text).flatMap((found) => (wrong(found, path) ? [`imports ${found.from}`] : [])),
})

const forbidText = (name: string, applies: Rule['applies'], pattern: RegExp): Rule => ({
  name,
  applies,
  faults: ({ text }) => {
    const code = text.replace(/\/\*[\s\S]*?\*\/|(?<!:)\/\/.*$/gm, '')
    return [...code.matchAll(pattern)].map(([found]) => `has ${found.trim()}`)
  },
})

const within = (folder: string) => (path: string) => path.startsWith(`${folder}/`)
const production = (path: string) => !isTest(path)
const timed = [
  'packages/rpc/',
  'packages/messaging/',
  'packages/checker/',
  'apps/gateway/',
  'apps/orders/',
  'apps/inventory/',
  'sandbox/',
  'proofs/src/simulation/',
]

export const rules: readonly Rule[] = [
  forbidImport(
    'an app imports packages, never another app',
    (path) => ownerOf(path) !== undefined || path.startsWith('packages/'),
    ({ from }, path) => apps.some((app) => app !== ownerOf(path) && new RegExp(`^@switchyard/${app}(/|$)`).test(from)),
  ),
  forbidImport('a part reaches into another only through its package', production, ({ from }, path) => {
    if (!from.startsWith('.')) return false
    const root = /^(?:apps|packages|sandbox)\/[^/]+|^[^/]+/.exec(path)?.[0] ?? ''
    const target = new URL(from, `file:///${path}`).pathname.slice(1)
    const inside = target.startsWith(`${root}/`)
    return !inside && !['scripts/', 'e2e/', 'verify/', 'fuzz/'].some((part) => path.startsWith(part))
  }),
  forbidImport(
    'a package imports only what the map allows',
    (path) => production(path) && Object.keys(mayImport).some((part) => path.startsWith(`${part}/`)),
    ({ from }, path) => {
      const target = /^@switchyard\/([^/]+)/.exec(from)?.[1]
      const part = Object.keys(mayImport).find((candidate) => path.startsWith(`${candidate}/`)) ?? ''
      return target !== undefined && !mayImport[part]?.includes(target)
    },
  ),
  forbidImport(
    'contracts import zod and nothing else',
    (path) => within('packages/contracts/src')(path) && production(path),
    ({ from }) => from !== 'zod' && !from.startsWith('./'),
  ),
  forbidImport(
    'a service reaches its own database only',
    (path) => ['gateway', 'orders', 'inventory', 'payments'].includes(ownerOf(path) ?? ''),
    ({ from }, path) => {
      const database = /^@switchyard\/db\/(?!generated\/)(.+)$/.exec(from)?.[1]
      const own = ownerOf(path) === 'gateway' ? 'identity' : ownerOf(path)
      return (
        /^@switchyard\/db\/generated/.test(from) ||
        (database !== undefined &&
          ![own, 'connect', 'database-fault', 'group-commit', 'long-statement'].includes(database) &&
          !isTest(path))
      )
    },
  ),
  forbidImport(
    'the web app holds no secret, no Redis, no database, no worker',
    within('apps/web'),
    ({ from }) =>
      /^(pg|ioredis|bullmq|jose|prisma|@prisma\/.*|@switchyard\/(db|messaging|runtime)(\/.*)?)$/.test(from) ||
      /^@switchyard\/rpc\/(?!implement$)/.test(from),
  ),
  forbidImport(
    'in the web app contracts are types alone',
    within('apps/web/src'),
    ({ from, typeOnly }) => /^@switchyard\/(contracts|rpc)\//.test(from) && !typeOnly,
  ),
  forbidImport(
    'in the web app zod comes from src/zod.ts, which makes no code at run time',
    (path) => path.startsWith('apps/web/src/') && !/\/src\/(zod|env)\.ts$/.test(path),
    ({ from, typeOnly }) => from === 'zod' && !typeOnly,
  ),
  {
    name: 'no authorization in Next.js: it has no server actions, and its proxy looks at nothing of the request',
    applies: within('apps/web'),
    faults: ({ path, text }) => [
      ...(/(^|\/)middleware\.tsx?$/.test(path) ? ['is a middleware'] : []),
      ...(/(^|\/)proxy\.tsx?$/.test(path) && /cookies|headers\.get|nextUrl|redirect|rewrite/.test(text)
        ? ['decides']
        : []),
      ...(/^\s*['"]use server['"]/m.test(text) ? ["has 'use server'"] : []),
    ],
  },
  forbidText(
    'process.env is read in env.ts alone',
    (path) =>
      /^(apps|packages|sandbox)\//.test(path) &&
      production(path) &&
      !/(^|\/)env\.ts$|\.config\.(ts|mjs)$|^packages\/db\/[^/]+$/.test(path),
    /\bprocess\.env\b/g,
  ),
  forbidText(
    'no clock, sleep or random that was not passed in',
    (path) => timed.some((folder) => path.startsWith(folder)) && production(path) && !path.endsWith('/main.ts'),
    /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\bset(?:Timeout|Interval)\(/g,
  ),
  forbidText(
    'no interactive database transaction through Prisma',
    (path) => /^(apps|packages|sandbox)\//.test(path) && production(path),
    /\$transaction\(\s*(?:async\b|\(|function\b|[a-z]\w*\s*=>)/g,
  ),
  // Prisma makes one statement of all `findUnique`s of one moment, and it would end with the call of whoever asked first.
  forbidText(
    'a question to Prisma is asked for one caller alone: findFirst, not findUnique',
    (path) => /^(apps|packages|sandbox)\//.test(path) && production(path),
    /\.findUnique(?:OrThrow)?\(/g,
  ),
  forbidText('no test is left out', isTest, /\b(?:it|test|describe)\.(?:only|skip|fixme|todo)\b/g),
]

/** Every broken rule in these files: `path: rule (what)`. */
export const violations = (sources: readonly Source[]): string[] =>
  sources.flatMap((source) =>
    rules
      .filter((rule) => rule.applies(source.path))
      .flatMap((rule) => rule.faults(source).map((fault) => `${source.path}: ${rule.name} (${fault})`)),
  )
