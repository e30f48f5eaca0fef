import type { AnyOperation, Contract } from '@switchyard/contracts/contract'
import type { CallContext, Principal } from '@switchyard/rpc/envelope'
import { failureOf } from '@switchyard/rpc/error-shape'
import { Failure } from '@switchyard/rpc/failure'
import type { Handlers } from '@switchyard/rpc/implement'
import type { AuditLog } from './audit-log.ts'

/** The part of the audit log that actions need. */
export type Audit = Pick<AuditLog, 'begin'>

/**
 * The same handlers, whose changes are written down when staff make them, or when anybody makes them in the lab: before
 * they are made and once they are. What staff do is not done when it cannot be written down (`unavailable`); in the lab it is, for
 * there one must be able to start the very database that is missing.
 */
export function audited<C extends Contract>(contract: C, handlers: Handlers<C>, audit: Audit): Handlers<C> {
  const wrapped = Object.entries(contract.operations).map(([name, operation]) => {
    const handler = handlers[name as keyof C['operations']] as AnyHandler
    const isChange = (operation satisfies AnyOperation).kind === 'mutation'
    return [name, isChange ? writtenDown(`${contract.service}.${name}`, handler, audit) : handler]
  })
  // Each handler keeps its input and its answer; only types cannot follow Object.fromEntries.
  return Object.fromEntries(wrapped) as Handlers<C>
}

type Call = { input: unknown; ctx: CallContext }
type AnyHandler = (call: Call) => Promise<unknown>

function writtenDown(operation: string, handler: AnyHandler, audit: Audit): AnyHandler {
  const inLab = operation.startsWith('lab.')
  return async (call) => {
    const { principal, callId } = call.ctx.envelope
    const must = isStaff(principal)
    if (!must && !inLab) return await handler(call)
    const by = `${principal.kind}:${principal.id}`
    const action = { by, operation, subject: subjectOf(call.input), requestId: callId }
    const entry = await audit.begin(action, { must: must && !inLab }).catch((cause: unknown) => {
      throw new Failure('unavailable', { detail: 'The audit log cannot be written; nothing was done.' }, { cause })
    })
    try {
      const answer = await handler(call)
      await entry.end('done', action.subject ?? subjectOf(answer))
      return answer
    } catch (error) {
      await entry.end(failureOf(error).code)
      throw error
    }
  }
}

const isStaff = ({ kind }: Principal) => kind === 'staff' || kind === 'admin'

/** The fields that name what an operation is about; ids and our own names alone, never what a person typed. */
const naming = [
  'sku',
  'orderId',
  'webhookId',
  'keyId',
  'id',
  'target',
  'service',
  'instance',
  'queue',
  'to',
  'session',
  'run',
]

function subjectOf(value: unknown): string | null {
  if (typeof value !== 'object' || value === null) return null
  for (const name of naming) {
    const found: unknown = Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined
    if (name === 'target' && found !== undefined) return subjectOf(found)
    if (typeof found === 'string' && /^[\w.:-]{1,80}$/.test(found)) return found
  }
  return null
}
