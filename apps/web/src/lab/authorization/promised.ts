/** Who asks, as the table names them. */
export const roles = ['guest', 'shopper', 'partner', 'reader', 'staff', 'admin'] as const
export type Role = (typeof roles)[number]

/** Whose thing is asked for, and how. */
type Whose = '–' | 'own' | "another's" | 'link'

/** A row of the hand-written table: what each caller is promised; `·` cannot be. */
export interface PromisedRow {
  operation: string
  whose: Whose
  met: Readonly<Record<Role, string>>
}

/** Reads the gateway's part of docs/authorization.md. */
export function promisedRows(text: string): PromisedRow[] {
  const section = text.split(/^## /m).find((part) => part.startsWith('The gateway')) ?? ''
  const [, , ...lines] = section.split('\n').filter((line) => line.startsWith('|'))
  return lines.map((line) => {
    const [operation = '', whose, ...met] = line
      .split('|')
      .slice(1, -1)
      .map((field) => field.trim())
    return {
      operation,
      whose: whose === 'own' || whose === "another's" || whose === 'link' ? whose : '–',
      met: metOf(met),
    }
  })
}

const metOf = (met: readonly string[]): Record<Role, string> => {
  const at = (role: Role) => met[roles.indexOf(role)] ?? '·'
  return {
    ...{ guest: at('guest'), shopper: at('shopper'), partner: at('partner') },
    ...{ reader: at('reader'), staff: at('staff'), admin: at('admin') },
  }
}

/** The parts of the shop in which the operations are shown. */
export const parts = ['Shop', 'Account', 'Orders', 'Partners', 'Office', 'Lab'] as const
export type Part = (typeof parts)[number]

/** Where an operation belongs, by the group in its name. */
export function partOf(operation: string): Part {
  const [group = ''] = operation.split('.')
  return partsByGroup[group] ?? 'Shop'
}

const partsByGroup: Readonly<Record<string, Part>> = {
  account: 'Account',
  orders: 'Orders',
  webhooks: 'Partners',
  apiKeys: 'Office',
  audit: 'Office',
  sales: 'Office',
  deadLetters: 'Office',
  events: 'Office',
  lab: 'Lab',
}
