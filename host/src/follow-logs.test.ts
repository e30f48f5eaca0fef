import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { LogFollower } from './follow-logs.ts'

let folder: string
let seen: string[]
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'switchyard-logs-'))
  seen = []
})
afterEach(() => rmSync(folder, { recursive: true }))

const log = (instance: string) => join(folder, `${instance}.log`)
const follow = (only?: string) =>
  new LogFollower({ folder, only, write: (line, instance) => seen.push(`${instance}: ${line}`) })

it('shows what was written before and since, line by line', () => {
  writeFileSync(log('orders-1'), 'one\ntw')
  const follower = follow()
  follower.read()
  appendFileSync(log('orders-1'), 'o\nthree\n')
  follower.read()
  expect(seen).toEqual(['orders-1: one', 'orders-1: two', 'orders-1: three'])
})

it('shows whole lines only of a long past', () => {
  writeFileSync(log('orders-1'), `${'x'.repeat(9_000)}\nlast\n`)
  follow().read()
  expect(seen).toEqual(['orders-1: last'])
})

it('goes on from the start of a file that was cut, and finds one that appears', () => {
  writeFileSync(log('orders-1'), 'a long first line\n')
  const follower = follow()
  follower.read()
  writeFileSync(log('orders-1'), 'cut\n')
  writeFileSync(log('orders-2'), 'new\n')
  follower.read()
  expect(seen).toEqual(['orders-1: a long first line', 'orders-1: cut', 'orders-2: new'])
})

it('shows one service or one instance when asked', () => {
  for (const instance of ['orders-1', 'orders-2', 'web-1']) writeFileSync(log(instance), 'line\n')
  follow('orders').read()
  follow('web-1').read()
  expect(seen).toEqual(['orders-1: line', 'orders-2: line', 'web-1: line'])
})

it('counts the logs, so that none can be told', () => {
  expect(new LogFollower({ folder: join(folder, 'absent'), only: undefined, write: () => {} }).read()).toBe(0)
})
