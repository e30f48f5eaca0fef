import { TRPCClientError } from '@trpc/client'
import type { failureCode } from '~/gateway'
import { type FieldName, labels } from './checkout-form'
import type { Step } from './draft'

/** What the services found wrong with the fields of a step. */
export interface ServerFaults {
  step: Step
  fields: Partial<Record<FieldName, string>>
}

/** The fields that an answer complains about, with the step to mend them in; none when it is about something else. */
export function serverFaultsOf(error: unknown, code: ReturnType<typeof failureCode>): ServerFaults | null {
  if (code === 'unknown_country') return { step: 'address', fields: { country: 'We do not send there yet.' } }
  if (code !== 'invalid_input' || !(error instanceof TRPCClientError)) return null
  const faults = issuesOf(error.data).flatMap(({ path, message }) => {
    const [step, name = ''] = path.split('.')
    return isField(name) && (step === 'contact' || step === 'address') ? [{ step, name, message } as const] : []
  })
  const [first] = faults
  if (!first) return null
  const here = faults.filter(({ step }) => step === first.step)
  return {
    step: first.step,
    fields: Object.fromEntries(here.map(({ name, message }) => [name, `Please look at this again: ${message}.`])),
  }
}

const isField = (name: string): name is FieldName => Object.hasOwn(labels, name)

/** Which fields an answer complains about. */
export function issuesOf(data: unknown): { path: string; message: string }[] {
  if (typeof data !== 'object' || data === null || !('issues' in data) || !Array.isArray(data.issues)) return []
  return data.issues.filter((issue) => typeof issue?.path === 'string' && typeof issue?.message === 'string')
}
