import type { Schema } from '@switchyard/contracts/contract'
import { z } from 'zod'
import type { Reply } from './ask.ts'

/**
 * In what the answers of several protocols to one call differ; empty when they are the same. Failures are the same by their
 * code, successes by the fields that they have: figures may have moved in between.
 */
export function differencesOf(replies: Readonly<Record<string, Reply>>, output: Schema): string[] {
  const told = Object.entries(replies).map(([protocol, { code, value }]) => {
    if (code !== null) return [protocol, code] as const
    const read = z.safeParse(output, value)
    return [protocol, read.success ? `a success with ${shapeOf(value)}` : 'what breaks the contract'] as const
  })
  const [first] = told
  return told
    .filter(([, answer]) => answer !== first?.[1] || answer === 'what breaks the contract')
    .map(([protocol, answer]) => `${protocol} answers ${answer}, ${first?.[0]} ${first?.[1]}`)
}

/** The names of all fields, lists by their first item. */
function shapeOf(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? '[]' : `[${shapeOf(value[0])}]`
  if (typeof value !== 'object' || value === null) return '…'
  const fields = Object.entries(value).map(([name, field]) => `${name}: ${shapeOf(field)}`)
  return `{ ${fields.sort().join(', ')} }`
}
