import { TestClock } from '@switchyard/runtime/clock'
import { describe, expect, test } from 'vitest'
import { memoryRegistryStore } from './memory-registry.ts'
import { registryDefects, registryGuarantees, type Subject } from './testing/registry-conformance.ts'

function subject(): Subject {
  const clock = new TestClock()
  return { store: memoryRegistryStore({ clock }), wait: (ms) => clock.advance(ms) }
}

describe('the registry in memory', () => {
  test.each(registryGuarantees)('$title', ({ prove }) => prove(subject()))
})

describe('the guarantees of a registry', () => {
  test.each(Object.entries(registryDefects))('catch %s', async (_, defect) => {
    const proofs = registryGuarantees.map(({ prove }) => {
      const { store, wait } = subject()
      return prove({ store: defect(store), wait })
    })
    const results = await Promise.allSettled(proofs)
    expect(results.map(({ status }) => status)).toContain('rejected')
  })
})
