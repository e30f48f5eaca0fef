import type { AuditLog } from '../identity/audit-log.ts'

/** An audit log that keeps nothing, for tests of something else. */
export const noAudit: Pick<AuditLog, 'begin' | 'list' | 'check'> = {
  begin: async () => ({ end: async () => undefined }),
  list: async () => ({ items: [], more: false }),
  check: async () => ({ at: '2026-11-28T00:00:00.000Z', lines: 0, prunedThrough: 0, last: 0, faults: [] }),
}
