import { expect, test } from 'vitest'
import { type Behind, counted, newerOf, type Published } from './late-libraries.ts'

// As the registry answered on 29 November 2026, shortened.
const usedBy = (...names: string[]) => ({ isDeprecated: false, dependentPackages: names.map((name) => ({ name })) })
const outdated: Record<string, Behind> = {
  jose: { current: '6.2.17', ...usedBy('@switchyard/gateway', '@switchyard/rpc') },
  '@trpc/client@11.0.0': { current: '11.0.0', ...usedBy('@switchyard/trpc-client-11-0') },
  '@prisma/client@7.10.0': { current: '7.10.0', ...usedBy('@switchyard/db') },
}
const published: Published = {
  created: '2015-03-01T00:00:00.000Z',
  modified: '2026-11-20T00:00:00.000Z',
  '5.10.0': '2026-11-01T00:00:00.000Z',
  '6.2.9': '2026-06-01T00:00:00.000Z',
  '6.2.17': '2026-07-01T00:00:00.000Z',
  '6.2.18': '2026-08-01T00:00:00.000Z',
  '6.3.0-beta.1': '2026-07-02T00:00:00.000Z',
  '6.10.0': '2026-11-20T00:00:00.000Z',
  '7.0.0': '2026-07-05T00:00:00.000Z',
}
const nowMs = Date.parse('2026-11-29T12:00:00.000Z')
const newer = (current: string) => newerOf({ name: 'jose', current }, published, nowMs)

test('a library is behind since the first newer version of its major came out, whatever came before, beside or in between', () => {
  expect(newer('6.2.17')).toEqual({ name: 'jose', current: '6.2.17', newest: '6.10.0', days: 120 })
})

test('one that has the newest of its major is not behind, though there is another major', () => {
  expect(newer('6.10.0')).toBeUndefined()
  expect(newer('7.0.0')).toBeUndefined()
})

test('previews count for whoever has one', () => {
  const engine = { '7.10.0-4.abc': '2026-06-01T00:00:00Z', '7.10.1-2.def': '2026-11-19T12:00:00Z' }
  const current = { name: '@prisma/schema-engine-wasm', current: '7.10.0-4.abc' }
  expect(newerOf(current, engine, nowMs)).toMatchObject({ newest: '7.10.1-2.def', days: 10 })
})

test('what is kept old on purpose is not looked at, and of two versions of a library each is, by its name', () => {
  expect(counted(outdated).map(({ name, current }) => `${name} ${current}`)).toEqual([
    'jose 6.2.17',
    '@prisma/client 7.10.0',
  ])
})
