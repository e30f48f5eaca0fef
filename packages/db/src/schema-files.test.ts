import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { databaseOwners } from './owners.ts'
import { readSchema } from './schema-files.ts'

describe.each(databaseOwners)('the schema of %s', (owner) => {
  const folder = join(import.meta.dirname, '..', 'prisma', owner)

  it('begins with its own file, so that generator and datasource stand first', () => {
    expect(readSchema(folder).startsWith(readFileSync(join(folder, 'schema.prisma'), 'utf8'))).toBe(true)
  })

  it('has a migration for every change', () => {
    const applied = readFileSync(join(folder, 'migrations/applied.schema'), 'utf8')
    expect(readSchema(folder), `run: pnpm --filter @switchyard/db migration ${owner} <name>`).toBe(applied)
  })
})
