import { createHmac, timingSafeEqual } from 'node:crypto'
import type { AuditFault } from '@switchyard/contracts/audit'

/** A line of the audit log as it is kept, beside its mark. */
export interface AuditLine {
  readonly seq: number
  readonly at: Date
  readonly kind: 'begun' | 'ended'
  readonly by: string
  readonly operation: string
  readonly subject: string | null
  readonly requestId: string
  readonly outcome: string | null
  /** Of an `ended`: the line that it ends. */
  readonly begunSeq: number | null
  /** The mark of the line before. */
  readonly previous: string
}
/** A line with its mark. */
export type MarkedLine = AuditLine & { readonly mark: string }
/** Where the chain ends, or up to where it was pruned. */
export interface ChainPoint {
  readonly seq: number
  readonly lineMark: string
  readonly mark: string
}

/** What {@link auditMarks} makes. */
export type AuditMarks = ReturnType<typeof auditMarks>

/**
 * Marks only whoever has the secret can make (HMAC-SHA-256): whoever writes to the database cannot mend a chain that they
 * broke, as they could one of plain hashes.
 */
export function auditMarks(secret: string) {
  const mark = (...parts: readonly unknown[]) =>
    createHmac('sha256', secret).update(JSON.stringify(parts)).digest('base64url')
  return {
    ofLine: ({ seq, at, kind, by, operation, subject, requestId, outcome, begunSeq, previous }: AuditLine) =>
      mark('line', seq, at.toISOString(), kind, by, operation, subject, requestId, outcome, begunSeq, previous),
    ofHead: (seq: number, lineMark: string) => mark('head', seq, lineMark),
    ofAnchor: (seq: number, lineMark: string) => mark('anchor', seq, lineMark),
  }
}

/** Walks along the chain, line by line, and keeps what is wrong with it. */
export class ChainWalk {
  readonly faults: AuditFault[] = []
  lines = 0
  readonly #marks: AuditMarks
  #seq: number
  #lineMark: string

  /** Begins after an anchor, or at the first line. */
  constructor(marks: AuditMarks, anchor: ChainPoint | undefined) {
    this.#marks = marks
    this.#seq = anchor?.seq ?? 0
    this.#lineMark = anchor?.lineMark ?? ''
    if (anchor && !isSame(anchor.mark, marks.ofAnchor(anchor.seq, anchor.lineMark)))
      this.#fault(anchor.seq, 'anchor forged')
  }

  /** The next line in the order of their numbers; those that lie between are missing. */
  step(line: MarkedLine): void {
    const gap = line.seq - this.#seq - 1
    this.#missing(line.seq)
    const isLinked = gap > 0 || isSame(line.previous, this.#lineMark)
    if (!isLinked || !isSame(line.mark, this.#marks.ofLine(line))) this.#fault(line.seq, 'changed')
    this.#seq = line.seq
    this.#lineMark = line.mark
    this.lines += 1
  }

  /** Holds the end of the chain to its head, and to the last line that anybody remembers. */
  end(head: ChainPoint | undefined, rememberedSeq: number): void {
    if (head && !isSame(head.mark, this.#marks.ofHead(head.seq, head.lineMark))) this.#fault(head.seq, 'head forged')
    if (!head && this.#seq > 0) this.#fault(this.#seq, 'head forged')
    this.#missing(Math.max(head?.seq ?? 0, rememberedSeq) + 1)
  }

  /** Where it stands. */
  get at(): number {
    return this.#seq
  }

  #missing(beforeSeq: number) {
    for (let seq = this.#seq + 1; seq < beforeSeq && this.faults.length < faultsMax; seq++) this.#fault(seq, 'missing')
  }

  #fault(seq: number, what: AuditFault['what']) {
    if (this.faults.length < faultsMax) this.faults.push({ seq, what })
  }
}

const faultsMax = 100

function isSame(given: string, expected: string): boolean {
  const [left, right] = [Buffer.from(given), Buffer.from(expected)]
  return left.length === right.length && timingSafeEqual(left, right)
}
