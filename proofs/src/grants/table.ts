import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Who asks. */
export type Role = 'guest' | 'shopper' | 'partner' | 'reader' | 'staff' | 'admin' | 'service'
/** Whose thing is asked for. */
type Whose = '–' | 'own' | "another's" | 'link'
/** What they meet: they are let in, or refused with a status. */
type Met = 'yes' | '401' | '403' | '404'

/** One cell of the hand-written table: what this caller must meet. */
export interface Cell {
  readonly operation: string
  readonly whose: Whose
  readonly role: Role
  readonly expected: Met
}

const page = join(import.meta.dirname, '../../../docs/authorization.md')

/** The cells under a heading of docs/authorization.md. Throws for a line that is none of its rows. */
export function grantsOf(
  heading: 'The gateway' | 'Version 1' | 'The services',
  text = readFileSync(page, 'utf8'),
): Cell[] {
  const section = text.split(/^## /m).find((part) => part.startsWith(heading)) ?? ''
  const [head, , ...rows] = section.split('\n').filter((line) => line.startsWith('|'))
  const [, , ...roles] = fieldsOf(head ?? '')
  return rows.flatMap((line) => {
    const [operation = '', whose = '', ...met] = fieldsOf(line)
    if (met.length !== roles.length) throw new Error(`a row has ${met.length} cells, not ${roles.length}: ${line}`)
    return met.flatMap((expected, index) => {
      if (expected === '·') return []
      const role = roles[index]
      if (!isOf(wanted.roles, role) || !isOf(wanted.whose, whose) || !isOf(wanted.met, expected))
        throw new Error(`not a row of this table: ${line}`)
      return [{ operation, whose, role, expected }]
    })
  })
}

const wanted = {
  roles: ['guest', 'shopper', 'partner', 'reader', 'staff', 'admin', 'service'],
  whose: ['–', 'own', "another's", 'link'],
  met: ['yes', '401', '403', '404'],
} as const

const isOf = <Word extends string>(words: readonly Word[], word: string | undefined): word is Word =>
  words.some((one) => one === word)

const fieldsOf = (line: string) =>
  line
    .split('|')
    .slice(1, -1)
    .map((field) => field.trim())

/** What is wrong between the table and what there is: operations without a row, rows without an operation, and rows that are there twice. */
export function gapsOf(cells: readonly Cell[], operations: readonly string[]): string[] {
  const named = new Set(cells.map(({ operation }) => operation))
  const rows = cells.map(({ operation, whose, role }) => `${operation} ${whose} ${role}`)
  return [
    ...operations.filter((name) => !named.has(name)).map((name) => `${name} has no row`),
    ...[...named].filter((name) => !operations.includes(name)).map((name) => `there is no operation ${name}`),
    ...rows.filter((row, index) => rows.indexOf(row) !== index).map((row) => `${row} is there twice`),
  ]
}

/** What a status means in the table. A conflict is met by whoever was let in. */
export const metBy = (status: number): string => (status < 300 || status === 409 ? 'yes' : String(status))
