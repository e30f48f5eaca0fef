import type { z } from 'zod'
import type { Issue } from './failure.ts'

/** Says of each fault of an input where it is and how to mend it; one entry for each unknown field. At most 20. */
export function issuesOf(error: z.core.$ZodError): Issue[] {
  return error.issues.flatMap((issue) => explain(issue)).slice(0, 20)
}

function explain(issue: z.core.$ZodIssue): Issue[] {
  const path = issue.path.map(String).join('.')
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({
        path: [...issue.path.map(String), key].join('.').slice(0, 200),
        message: 'is not a known field; remove it',
      }))
    case 'invalid_type':
      if (issue.message.endsWith('received undefined'))
        return [{ path, message: `is missing; give ${nameOf(issue.expected)}` }]
      return [{ path, message: `must be ${nameOf(issue.expected)}` }]
    case 'too_small':
      return [
        {
          path,
          message: `must ${bound(issue.inclusive === false ? 'more than' : 'at least', issue.origin, issue.minimum)}`,
        },
      ]
    case 'too_big':
      return [{ path, message: `must ${bound('at most', issue.origin, issue.maximum)}` }]
    case 'invalid_value':
      return [{ path, message: `must be ${issue.values.map((value) => JSON.stringify(value)).join(' or ')}` }]
    case 'invalid_format':
      if (issue.format === 'regex' && !issue.message.startsWith('Invalid')) return [{ path, message: issue.message }]
      return [{ path, message: `must be a valid ${formats[issue.format] ?? issue.format}` }]
    case 'invalid_union':
      // A contract may say it in words of its own.
      return [{ path, message: issue.message === 'Invalid input' ? 'fits none of the allowed forms' : issue.message }]
    default:
      return [{ path, message: issue.message }]
  }
}

const bound = (which: string, origin: string, limit: number | bigint) => {
  if (origin === 'string') return `have ${which} ${limit} character${limit === 1 ? '' : 's'}`
  if (origin === 'array' || origin === 'set') return `have ${which} ${limit} entr${limit === 1 ? 'y' : 'ies'}`
  return `be ${which} ${limit}`
}

const names: Record<string, string> = {
  int: 'a whole number',
  number: 'a number',
  string: 'a text',
  boolean: 'true or false',
  object: 'an object',
  array: 'a list',
  null: 'null',
}
const nameOf = (expected: string) => names[expected] ?? expected
const formats: Record<string, string> = {
  uuid: 'UUID',
  email: 'e-mail address',
  datetime: 'instant such as 2026-01-31T12:00:00Z',
}
