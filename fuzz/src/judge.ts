import { type FailureCode, failures, isFailureCode } from '@switchyard/contracts/failure'
import { documentFor } from '@switchyard/gateway/graphql/document-for'
import { z } from 'zod'
import type { Shot } from './request.ts'
import type { Target } from './targets.ts'

/** What came back. */
export interface Answer {
  readonly status: number
  readonly type: string
  readonly text: string
  readonly retryAfter: string | undefined
}

/** What nobody outside should read: stacks, our files, SQL, and the words of libraries. */
const leaks =
  / {4}at \S|\bat \S+ \(|\.[jt]s:\d+|node_modules|\/src\/|\bSELECT \S+|INSERT INTO|violates \w+ constraint|invalid input syntax|\bprisma\b|P20\d\d|ZodError|TRPCError|TypeError|RangeError|ReferenceError|SyntaxError|Unexpected (token|end)|is not a function|Cannot (read|convert)|ECONN|FST_|"stack"/i

/** A word that is in what only its owner, and staff, may see. */
export const secretWord = 'Zwischenahn'

/** What is wrong with an answer; empty when it is as it should be. */
export function faultsOf(
  answer: Answer,
  { target, shot, seesAll }: { target: Target; shot: Shot; seesAll: boolean },
): string[] {
  const { text } = answer
  const code = codeOf(answer, target)
  const status = code ? failures[code].status : answer.status
  const refused = status >= 400
  const found: string[] = []
  if (status >= 500 && !(status === 503 && saysWhen(answer))) found.push(`answers ${status}`)
  const leak = refused ? leaks.exec(bodyOf(answer, target)) : null
  if (leak) found.push(`leaks: ${leak[0].trim()}`)
  if (text.includes(secretWord) && !seesAll) found.push('shows what is another’s')
  if (refused && shot.method !== 'HEAD' && !hasOneShape(answer, target))
    found.push(`refuses in another shape: ${text.slice(0, 120)}`)
  if (!refused && status < 300 && shot.answersContract && shot.method !== 'HEAD' && shot.method !== 'OPTIONS')
    found.push(...contractFaults(answer, target))
  return found
}

const Refusal = z.object({ data: z.object({ code: z.string().refine(isFailureCode), httpStatus: z.int() }) })
const TrpcError = z.object({ error: Refusal })
const Problem = z.object({ code: z.string().refine(isFailureCode), title: z.string(), requestId: z.string() })
const TrpcAnswer = z.union([TrpcError, z.object({ result: z.object({ data: z.unknown().optional() }) })])
/** Whether what was asked was done: streams and GraphQL tell a refusal within an answer of 200. */
export const isSuccess = (answer: Answer, { protocol }: Target): boolean =>
  answer.status < 300 && !/^event: serialized-error$/m.test(answer.text) && codeOf(answer, { protocol }) === undefined

/** A refusal within a stream has no header of its own. */
const saysWhen = ({ retryAfter, text }: Answer) => retryAfter !== undefined || /"retryAfterMs":\d/.test(text)

const GraphqlError = z.object({
  message: z.string(),
  extensions: z.object({ code: z.string().refine(isFailureCode), requestId: z.string() }),
})
const GraphqlErrors = z.object({ errors: z.array(GraphqlError).min(1) })
const Refused = z.union([TrpcError, Refusal, Problem, z.array(TrpcAnswer).min(1), GraphqlErrors])

/** The code that an answer tells where its status says nothing of what became of an operation: of GraphQL's first error, or of what ended a stream of tRPC's. */
function codeOf(answer: Answer, target: Pick<Target, 'protocol'>): FailureCode | undefined {
  const body = parsed(bodyOf(answer, target))
  const [overGraphql, inStream] = [GraphqlErrors.safeParse(body), Refusal.safeParse(body)]
  const code = overGraphql.success ? overGraphql.data.errors[0]?.extensions.code : inStream.data?.data.code
  return isFailureCode(code) ? code : undefined
}

/** Of a stream, what its first event says over GraphQL, and what ended it over tRPC. */
function bodyOf({ type, text }: Answer, { protocol }: Pick<Target, 'protocol'>): string {
  if (!type.startsWith('text/event-stream')) return text
  const said = protocol === 'GraphQL' ? /^data: (.*)$/m : /^event: serialized-error\ndata: (.*)$/m
  return said.exec(text)?.[1] ?? ''
}

function hasOneShape(answer: Answer, target: Target): boolean {
  return Refused.safeParse(parsed(bodyOf(answer, target))).success
}

function contractFaults({ type, text }: Answer, { name, operation, protocol }: Target): string[] {
  const told = type.startsWith('text/event-stream') ? eventsOf(text, protocol) : [answerOf(parsed(text), protocol)]
  const values = protocol === 'GraphQL' ? told.map((value) => documentFor(name).answer(Object(value).data)) : told
  return values.flatMap((value) => {
    const read = z.safeParse(operation.output, value)
    return read.success
      ? []
      : [`breaks its contract: ${read.error.issues[0]?.path.join('.')} ${read.error.issues[0]?.message}`]
  })
}

const answerOf = (body: unknown, protocol: Target['protocol']) =>
  protocol === 'tRPC' ? Object(Object(body).result).data : body

/** The values of whole events; connecting, pings and ends are none. */
function eventsOf(text: string, protocol: Target['protocol']): unknown[] {
  return text
    .split('\n\n')
    .slice(0, -1)
    .filter((event) => /^id: /m.test(event) && (protocol === 'tRPC' || /^event: (timeline|next)$/m.test(event)))
    .map((event) => parsed(/^data: (.*)$/m.exec(event)?.[1] ?? ''))
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
