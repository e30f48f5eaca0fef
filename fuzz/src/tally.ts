import { type Answer, faultsOf, isSuccess } from './judge.ts'
import { type Manner, manners, type Shot } from './request.ts'
import { type Target, titleOf } from './targets.ts'

/** A case that went wrong. */
export interface Finding {
  readonly index: number
  readonly what: string
  readonly asked: string
}

/** What a run came to. */
export interface Report {
  requests: number
  /** What no HTTP client could send. */
  unsendable: number
  readonly byStatus: Record<string, number>
  readonly findings: Finding[]
  /** Every answer from 500 on: what was asked, and the code and reason that were told. */
  readonly away: Record<string, number>
  /** Operations over a protocol: how many there are, how many were asked in every manner, and which were never answered with success. */
  targets: number
  targetsAsked: number
  readonly neverAnswered: string[]
}

const findingsMax = 200

/** Counts what came back, and holds each answer to what the shop promises. */
export class Tally {
  readonly report: Report
  readonly #asked = new Map<Target, Set<Manner>>()
  readonly #answered = new Set<Target>()
  readonly #targets: readonly Target[]
  readonly #found: (finding: Finding) => void

  constructor(targets: readonly Target[], found: (finding: Finding) => void = () => {}) {
    this.#targets = targets
    this.#found = found
    this.report = {
      ...{ requests: 0, unsendable: 0, byStatus: {}, findings: [], away: {} },
      ...{ targets: targets.length, targetsAsked: 0, neverAnswered: [] },
    }
  }

  count(index: number, asked: Counted): void {
    const { target, manner, caller, shot, answer } = asked
    const { report } = this
    if (answer === undefined) {
      report.unsendable += 1
      return
    }
    report.requests += 1
    const status = answer instanceof Error ? 'none' : String(answer.status)
    report.byStatus[status] = (report.byStatus[status] ?? 0) + 1
    this.#asked.set(target, (this.#asked.get(target) ?? new Set()).add(manner))
    if (answer && 'text' in answer && isSuccess(answer, target)) this.#answered.add(target)
    if (answer && 'text' in answer && answer.status >= 500) {
      const told = `${titleOf(target)}: ${status} ${reasonIn(answer)}`
      report.away[told] = (report.away[told] ?? 0) + 1
    }
    const seesAll = caller.seesAll || target.name === 'lab.mailbox' || JSON.stringify(shot).includes('accessToken')
    const faults =
      answer instanceof Error ? [`gives no answer: ${answer.message}`] : faultsOf(answer, { target, shot, seesAll })
    for (const what of faults) this.#find({ index, what, asked: `${titleOf(target)}, ${manner}, as ${caller.name}` })
  }

  expectSuccess(index: number, { target, caller, answer }: Counted): void {
    if (this.#answered.has(target)) return
    const what =
      answer && 'status' in answer ? `is answered with ${answer.status} ${reasonIn(answer)}` : 'has no answer'
    const asked = `${titleOf(target)}, rightly, as ${caller.name}`
    this.#find({ index, what, asked })
  }

  #find(finding: Finding) {
    if (this.report.findings.length >= findingsMax) return
    this.report.findings.push(finding)
    this.#found(finding)
  }

  done(): Report {
    const { report } = this
    report.targetsAsked = [...this.#asked.values()].filter(({ size }) => size === manners.length).length
    report.neverAnswered.push(...this.#targets.filter((one) => !this.#answered.has(one)).map(titleOf))
    return report
  }
}

interface Counted {
  readonly target: Target
  readonly manner: Manner
  readonly caller: { readonly name: string; readonly seesAll: boolean }
  readonly shot: Shot
  readonly answer: Answer | Error | undefined
}

/** The code and the sentence of a refusal, without what is different each time. */
function reasonIn({ text }: Answer): string {
  const [, code = 'no code'] = /"code":"(\w+)"/.exec(text) ?? []
  const [, detail = ''] = /"detail":"([^"]*)"/.exec(text) ?? []
  return `${code} ${detail}`.trim()
}
