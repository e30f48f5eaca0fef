import { expect, it } from 'vitest'
import { registryGoals, whatCameOfDeath } from './registry-goals.ts'
import { noStory } from './registry-story.ts'

const died = { ...noStory, died: { answered: 100, failed: 2 } }
const seen = (...given: Parameters<typeof registryGoals>) =>
  registryGoals(...given)
    .filter((goal) => goal.seen)
    .map(({ key }) => key)

it('ticks a death only after thirty answered calls and none that failed since', () => {
  expect(seen(died, { answered: 129, failed: 2 })).toEqual([])
  expect(seen(died, { answered: 130, failed: 2 })).toEqual(['dies'])
  expect(seen(died, { answered: 190, failed: 3 })).toEqual([])
})

it('ticks a newcomer once it has answered ten calls and a tenth of all', () => {
  expect(seen({ ...noStory, newcomer: { id: 'c', answered: 9, share: 0.3 } }, { answered: 0, failed: 0 })).toEqual([])
  expect(seen({ ...noStory, newcomer: { id: 'c', answered: 10, share: 0.3 } }, { answered: 0, failed: 0 })).toEqual([
    'newcomer',
  ])
})

it('judges a prediction by what became of the calls', () => {
  expect(whatCameOfDeath(noStory, { answered: 900, failed: 0 })).toBeNull()
  expect(whatCameOfDeath(died, { answered: 120, failed: 2 })).toBeNull()
  expect(whatCameOfDeath(died, { answered: 130, failed: 2 })).toBe('none')
  expect(whatCameOfDeath(died, { answered: 130, failed: 4 })).toBe('few')
  expect(whatCameOfDeath(died, { answered: 115, failed: 19 })).toBe('half')
})
