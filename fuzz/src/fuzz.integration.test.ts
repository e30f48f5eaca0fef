import { openFrontDoor } from '@switchyard/proofs/front-door'
import { createLog } from '@switchyard/runtime/log'
import { expect, test } from 'vitest'
import { openCampaign } from './campaign.ts'
import { given } from './env.ts'
import { faultsOf } from './judge.ts'
import { targetsOf, titleOf } from './targets.ts'

/** As long as a slice may take; `npm run fuzz` takes its time. */
const sliceMs = 15_000
/** What a machine that is busy may need for it. */
const busyMsMax = 300_000

test('whatever is asked, however wrongly, by whomever: no 5xx, nothing of ours or of others, successes as the contract says', {
  timeout: busyMsMax,
}, async () => {
  const bugs: string[] = []
  const log = createLog({ instance: 'fuzz', level: 'error', to: { write: (line) => void bugs.push(line) } })
  await using door = await openFrontDoor({ ...given, log })
  await using campaign = await openCampaign(door)
  const right = await campaign.askRightly()
  expect([right.findings, right.neverAnswered]).toEqual([[], []])
  const until = performance.now() + sliceMs
  const cases = Array.from({ length: campaign.round }, (_, index) => index)
  // A first pass reaches each operation over each protocol in each manner, whatever the machine's pace.
  const first = cases.slice(0, campaign.targets.length * 3)
  const passes = [first, cases.slice(first.length)]
  const isOver = [() => false, () => performance.now() > until]
  for (const [pass, ofPass] of passes.entries()) {
    const report = await campaign.run({ seed: 1, cases: ofPass, atOnce: 8, isOver: isOver[pass] ?? (() => true) })
    expect(report.findings).toEqual([])
    if (pass === 0) expect(report.targetsAsked).toBe(report.targets)
  }
  expect(bugs).toEqual([])

  // The same case is the same request, so that a finding can be asked for again.
  const pathOf = async (index: number) => (await campaign.caseOf(7, index)).shot.path
  const paths = await Promise.all([pathOf(4_711), pathOf(4_711), pathOf(4_712)])
  expect([paths[0] === paths[1], paths[0] === paths[2]]).toEqual([true, false])
})

test.each([
  ['a 500', { status: 500, text: '{}' }, 'answers 500'],
  ['a stack', { text: problem('at place (orders.js:1:2)\n    at next') }, 'leaks'],
  ['SQL', { text: problem('SELECT id FROM orders') }, 'leaks'],
  ['a library’s words', { text: problem('Unexpected token') }, 'leaks'],
  ['a refusal in another shape', { text: '{"message":"no"}' }, 'refuses in another shape'],
  ['a code of no contract', { text: problem('x', 'oh_no') }, 'refuses in another shape'],
  ['what is another’s', { text: problem('Zwischenahn') }, 'another’s'],
  ['a success that breaks its contract', { status: 200, text: '{"items":[]}' }, 'breaks its contract'],
])('%s is found', (_, given, what) => {
  const target = targetsOf().find((one) => titleOf(one) === 'REST v2 products.list')
  if (!target) throw new Error('there is no such target')
  const shot = { method: 'GET', path: '/', headers: {}, answersContract: true }
  const answer = { status: 400, type: 'application/json', retryAfter: undefined, ...given }
  expect(faultsOf(answer, { target, shot, seesAll: false }).join()).toContain(what)
})

test('a bug that ends a stream over tRPC is found, though its status is 200', () => {
  const target = targetsOf().find((one) => titleOf(one) === 'tRPC v2 orders.timeline')
  if (!target) throw new Error('there is no such target')
  const shot = { method: 'GET', path: '/', headers: {}, answersContract: true }
  const faultsAt = (code: string, httpStatus: number) => {
    const error = JSON.stringify({ message: '', code: -32603, data: { code, httpStatus } })
    const text = `event: connected\ndata: {}\n\nevent: serialized-error\ndata: ${error}\n\n`
    const answer = { status: 200, type: 'text/event-stream', retryAfter: undefined, text }
    return faultsOf(answer, { target, shot, seesAll: false })
  }
  expect([faultsAt('internal', 500), faultsAt('not_found', 404)]).toEqual([['answers 500'], []])
})

function problem(detail: string, code = 'invalid_input'): string {
  return JSON.stringify({ code, title: 'The input does not fit the contract', requestId: 'r', detail })
}
