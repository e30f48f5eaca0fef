import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { inventory } from '@switchyard/contracts/inventory'
import { orders } from '@switchyard/contracts/orders'
import { subscribers } from '@switchyard/contracts/subscribers'
import { describe, expect, it } from 'vitest'
import { type Edge, edges, topology } from './topology.ts'

const checkout = join(import.meta.dirname, '../..')
const names = topology.map(({ name }) => name)
const has = (from: string, to: string, by: Edge['by']) =>
  edges.some((edge) => edge.from === from && edge.to === to && edge.by === by)

describe('a row', () => {
  it.each(topology)('of $name has an entry point that is there', ({ folder, runs }) => {
    expect(existsSync(join(checkout, folder, 'node' in runs ? runs.node : 'package.json'))).toBe(true)
  })

  it('leans only on engines and on rows above it, so that a stop in reverse leaves nobody without what it needs', () => {
    for (const [index, { needs }] of topology.entries()) {
      const standing: readonly string[] = ['postgres', 'redis', ...names.slice(0, index)]
      expect(standing).toEqual(expect.arrayContaining([...needs]))
    }
  })

  it('has a database of its own, or none', () => {
    const databases = topology.flatMap(({ database }) => database ?? [])
    expect(new Set(databases).size).toBe(databases.length)
  })
})

describe('the edges', () => {
  it.each([inventory, orders])('to $service are calls that its contract allows', ({ service, from }) => {
    const callers = edges.filter(({ to, by }) => to === service && by === 'call').map((edge) => edge.from)
    expect(callers).not.toEqual([])
    expect([...from]).toEqual(expect.arrayContaining(callers))
  })

  it.each(Object.entries(subscribers))('name the events that %s subscribes to', (subscriber, events) => {
    const [service = ''] = subscriber.split('.')
    for (const { name } of events) expect(has(name.split('.')[0] ?? '', service, 'event')).toBe(true)
  })

  it.each([inventory, orders])('name who commands $service', ({ service }) => {
    expect(edges.some(({ to, by }) => to === service && by === 'command')).toBe(true)
  })

  it('give one reason each, in one sentence', () => {
    expect(new Set(edges.map(({ why }) => why)).size).toBe(edges.length)
    for (const { why } of edges) expect(why).toMatch(/^[A-Z][^.]*\.$/)
  })
})
