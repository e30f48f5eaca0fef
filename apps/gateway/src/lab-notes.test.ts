import { systemScope } from '@switchyard/rpc/connect'
import type { CallScope } from '@switchyard/rpc/envelope'
import { Failure } from '@switchyard/rpc/failure'
import { systemClock as clock } from '@switchyard/runtime/clock'
import { silentLog } from '@switchyard/runtime/log'
import { expect, test } from 'vitest'
import { labNotes } from './lab-notes.ts'
import type { Services } from './services.ts'

type Write = Parameters<ReturnType<typeof labNotes>['writeNotes']>[0]
const run = '0199aaaa-0000-7000-8000-000000000001'
const asked = (input: object) =>
  ({ input: { run, notes: 3, ...input }, ctx: { envelope: { deadlineAtMs: clock.now() + 1_000 } } }) as unknown as Write

/** Orders with a notebook in which writing ends so. */
function notesWhere(ends: () => Promise<{ untold: number }>) {
  const orders = ({ attempts }: CallScope) => ({
    writeNotes: {
      mutate: () => {
        attempts?.push({ instanceId: 'orders-2', atMs: 0, ms: 1, outcome: 'broken' })
        return ends()
      },
    },
  })
  const ownScope = () => systemScope({ clock, deadlineMs: 1_000 })
  return labNotes({ services: { orders } as unknown as Services, ownScope, log: silentLog })
}
const failsWith = (code: 'unavailable' | 'not_found') => () => Promise.reject(new Failure(code))

test('an instance that dies as it was asked to is told as such', async () => {
  const { writeNotes } = notesWhere(failsWith('unavailable'))
  expect(await writeNotes(asked({ dieAt: 2 }))).toEqual({ instanceId: 'orders-2', died: true })
})

test('any other end without an answer is a failure', async () => {
  await expect(notesWhere(failsWith('unavailable')).writeNotes(asked({}))).rejects.toMatchObject({
    code: 'unavailable',
  })
  const closed = notesWhere(failsWith('not_found'))
  await expect(closed.writeNotes(asked({ dieAt: 2 }))).rejects.toMatchObject({ code: 'not_found' })
})

test('an answer is passed on with who gave it', async () => {
  const { writeNotes } = notesWhere(async () => ({ untold: 3 }))
  expect(await writeNotes(asked({}))).toEqual({ instanceId: 'orders-2', died: false, untold: 3 })
})
