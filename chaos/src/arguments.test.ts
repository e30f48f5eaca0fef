import { expect, test } from 'vitest'
import { readArguments, UsageError, usage } from './arguments.ts'
import { faults, faultsNamed } from './faults.ts'

test('without options every fault comes every ten seconds of a minute', () => {
  expect(readArguments([])).toMatchObject({
    faults,
    plan: { rate: 40, seconds: 60, times: 6, seed: '1', checkoutShare: 0.05, holdMs: undefined },
    instances: 3,
    gateways: 2,
  })
})

test('a name means one fault, its beginning all that begin so, each once', () => {
  expect(faultsNamed(['redis-wipe', 'kill', 'kill-gateway']).map(({ name }) => name)).toEqual([
    'kill-service',
    'kill-gateway',
    'redis-wipe',
  ])
})

test.each([
  [['--faults', 'kill,meteor'], 'there is no fault "meteor"'],
  [['--faults', 'redis-k'], 'there is no fault "redis-k"'],
  [['--seconds', '10', '--times', '5'], 'leaves less than 4 s each'],
  [['--rate', 'many'], '--rate must be a number from 0.1 to 5000'],
  [['--times', '1.5'], '--times must be a whole number'],
  [['--instances', '9'], '--instances must be a whole number from 1 to 8'],
  [['--seed', 'a b'], '--seed must be 1 to 20 letters and digits'],
  [['--fault', 'kill'], '--faults a,b'],
])('%o is refused with what is wrong', (args, message) => {
  expect(() => readArguments(args)).toThrow(UsageError)
  expect(() => readArguments(args)).toThrow(message)
})

test('the help names every fault', () => {
  expect(readArguments(['--help'])).toBe('help')
  for (const { name } of faults) expect(usage()).toContain(name)
})
