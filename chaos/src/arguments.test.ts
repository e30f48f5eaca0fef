import { CallPattern } from '@switchyard/contracts/lab'
import { expect, test } from 'vitest'
import { readArguments, UsageError } from './arguments.ts'
import { faults, faultsNamed } from './faults.ts'
import { usage } from './usage.ts'

test('without options every fault runs at the rate that suits the machine, and nothing else is decided', () => {
  expect(readArguments([])).toMatchObject({
    faults,
    timing: { seconds: undefined, times: undefined, holdMs: undefined },
    rate: undefined,
    seed: '1',
    checkoutShare: 0.05,
    lanes: [],
    instances: 3,
    gateways: 2,
    strict: false,
  })
})

test('minutes are sixty seconds', () => {
  expect(readArguments(['--faults', 'nemesis', '--minutes', '20'])).toMatchObject({ timing: { seconds: 1_200 } })
})

test('a rate that is given is fixed', () => {
  expect(readArguments(['--rate', '40'])).toMatchObject({ rate: 40 })
})

test('a name means one fault, its beginning all that begin so, each once', () => {
  expect(faultsNamed(['redis-wipe', 'kill', 'kill-gateway']).map(({ name }) => name)).toEqual([
    'kill-service',
    'kill-gateway',
    'redis-wipe',
  ])
})

test('patterns are left out one by one, together where a plus says so, or each alone', () => {
  expect(readArguments(['--without', 'retry,hedge+ejection'])).toMatchObject({
    lanes: [
      { name: 'retry', without: ['retry'] },
      { name: 'hedge+ejection', without: ['hedge', 'ejection'] },
    ],
  })
  const each = CallPattern.options.map((pattern) => ({ name: pattern, without: [pattern] }))
  expect(readArguments(['--compare'])).toMatchObject({ lanes: each })
})

test.each([
  [['--faults', 'kill,meteor'], 'there is no fault "meteor"'],
  [['--faults', 'redis-k'], 'there is no fault "redis-k"'],
  [['--seconds', '10', '--times', '5'], 'leaves less than 4 s each'],
  [['--seconds', '60', '--minutes', '1'], 'give one of them'],
  [['--rate', 'many'], '--rate must be a number from 0.1 to 5000'],
  [['--times', '1.5'], '--times must be a whole number'],
  [['--instances', '9'], '--instances must be a whole number from 1 to 8'],
  [['--seed', 'a b'], '--seed must be 1 to 20 letters and digits'],
  [['--without', 'luck'], 'there is no pattern "luck"'],
  [['--fault', 'kill'], '--faults a,b'],
])('%o is refused with what is wrong', (args, message) => {
  expect(() => readArguments(args)).toThrow(UsageError)
  expect(() => readArguments(args)).toThrow(message)
})

test('the help names every fault and every option', () => {
  expect(readArguments(['--help'])).toBe('help')
  for (const { name } of faults) expect(usage()).toContain(name)
  const options = [
    'faults',
    'seconds',
    'times',
    'hold',
    'baseline',
    'rate',
    'checkouts',
    'seed',
    'without',
    'compare',
    'strict',
  ]
  for (const option of [...options, 'instances', 'gateways', 'json', 'keep']) expect(usage()).toContain(`--${option} `)
})
