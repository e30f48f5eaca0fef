import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { rules, violations } from './boundaries.ts'

const root = join(import.meta.dirname, '..')
const tracked = execFileSync(
  'git',
  ['ls-files', '--cached', '--others', '--exclude-standard', '*.ts', '*.tsx', '*.mjs'],
  {
    cwd: root,
    encoding: 'utf8',
  },
)
  .split('\n')
  .filter((path) => path !== '' && existsSync(join(root, path)) && !path.startsWith('scripts/boundaries'))

test('the tree keeps every rule of the house', () => {
  expect(tracked.length).toBeGreaterThan(50)
  expect(violations(tracked.map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') })))).toEqual([])
})

/** One violation a rule, in the order of the rules; a rule without one fails below. */
const planted: Record<string, { path: string; text: string }> = {
  'an app imports packages, never another app': {
    path: 'apps/gateway/src/planted.ts',
    text: "import { placeOrder } from '@switchyard/orders/place-order'",
  },
  'a part reaches into another only through its package': {
    path: 'apps/gateway/src/planted.ts',
    text: "import { reserve } from '../../inventory/src/stock.ts'",
  },
  'a package imports only what the map allows': {
    path: 'packages/rpc/src/planted.ts',
    text: "export { createMessaging } from '@switchyard/messaging/messaging'",
  },
  'contracts import zod and nothing else': {
    path: 'packages/contracts/src/planted.ts',
    text: "import { TRPCError } from '@trpc/server'",
  },
  'a service reaches its own database only': {
    path: 'apps/orders/src/planted.ts',
    text: "import { openInventoryDatabase } from '@switchyard/db/inventory'",
  },
  'the web app holds no secret, no Redis, no database, no worker': {
    path: 'apps/web/src/planted.ts',
    text: "import { Worker } from 'bullmq'",
  },
  'in the web app contracts are types alone': {
    path: 'apps/web/src/planted.ts',
    text: "import { Order } from '@switchyard/contracts/orders'",
  },
  'in the web app zod comes from src/zod.ts, which makes no code at run time': {
    path: 'apps/web/src/planted.ts',
    text: "import { z } from 'zod'",
  },
  'no authorization in Next.js: it has no server actions, and its proxy looks at nothing of the request': {
    path: 'apps/web/src/proxy.ts',
    text: "if (!request.cookies.has('session')) return NextResponse.redirect('/sign-in')",
  },
  'process.env is read in env.ts alone': {
    path: 'apps/orders/src/planted.ts',
    text: 'const url = process.env.REDIS_URL',
  },
  'no clock, sleep or random that was not passed in': {
    path: 'packages/messaging/src/planted.ts',
    text: 'const at = Date.now()',
  },
  'no interactive database transaction through Prisma': {
    path: 'apps/orders/src/planted.ts',
    text: 'await prisma.$transaction(async (tx) => tx.order.create({ data }))',
  },
  'a question to Prisma is asked for one caller alone: findFirst, not findUnique': {
    path: 'apps/orders/src/planted.ts',
    text: 'await prisma.order.findUnique({ where: { id } })',
  },
  'no test is left out': { path: 'packages/rpc/src/planted.test.ts', text: "test.skip('later', () => {})" },
}

describe('each rule finds its planted violation', () => {
  test.each(rules.map(({ name }) => name))('%s', (name) => {
    const source = planted[name]
    if (!source) throw new Error('this rule has no planted violation')
    expect(violations([source]).join('\n')).toContain(name)
  })
})

test('comments and test files may speak of what the code may not do', () => {
  const text = '// Date.now() would be wrong here\n/** never `Math.random()` */\n'
  expect(violations([{ path: 'packages/rpc/src/planted.ts', text }])).toEqual([])
  expect(violations([{ path: 'packages/rpc/src/planted.test.ts', text: 'Date.now()' }])).toEqual([])
})
