// Writes the next migration of an owner: the difference between its schema and the schema at its last migration, which
// is kept beside the migrations, so that no database is needed. Hand-written SQL (constraints, functions, partial
// indexes) goes below the generated part, before the migration is first applied.
//
//   pnpm --filter @switchyard/db migration orders add-refunds
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { noFilter, openSchemaEngine } from './src/schema-engine.ts'
import { readSchema } from './src/schema-files.ts'

const [owner = '', name = ''] = process.argv.slice(2)
const folder = join(import.meta.dirname, 'prisma', owner)
if (!/^[a-z]+$/.test(owner) || !existsSync(join(folder, 'schema.prisma')) || !/^[a-z0-9-]+$/.test(name)) {
  console.error(
    'usage: pnpm --filter @switchyard/db migration <identity|orders|inventory|payments> <name-in-kebab-case>',
  )
  process.exit(1)
}

const snapshotFile = join(folder, 'migrations', 'applied.schema')
const schema = readSchema(folder)
const sql = await difference(existsSync(snapshotFile) ? readFileSync(snapshotFile, 'utf8') : undefined, schema)
const stamp = new Date().toISOString().replace(/\D/g, '').slice(0, 14)
const target = join(folder, 'migrations', `${stamp}_${name.replaceAll('-', '_')}`)
mkdirSync(target, { recursive: true })
writeFileSync(join(target, 'migration.sql'), sql === '' ? '-- The schema did not change; write the SQL here.\n' : sql)
writeFileSync(snapshotFile, schema)
console.log(`wrote ${target}/migration.sql`)

async function difference(from: string | undefined, to: string): Promise<string> {
  const engine = await openSchemaEngine({ pool: poolWithoutDatabase(), schema: to })
  const { stdout } = await engine.diff({
    from: from === undefined ? { tag: 'empty' } : asTarget(from),
    to: asTarget(to),
    script: true,
    filters: noFilter,
    exitCode: null,
  })
  engine.free()
  const script = stdout ?? ''
  return script.startsWith('-- This is an empty migration') ? '' : script
}

function asTarget(content: string) {
  return { tag: 'schemaDatamodel' as const, files: [{ path: 'schema.prisma', content }], configDir: '.' }
}

/** The engine greets a database before it compares two schemas, and is content with an empty answer. */
function poolWithoutDatabase(): pg.Pool {
  const pool = new pg.Pool()
  const query = async () => ({ rows: [], fields: [], rowCount: 0, command: '', oid: 0 })
  return Object.assign(pool, { query })
}
