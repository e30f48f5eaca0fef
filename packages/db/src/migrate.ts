import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import type pg from 'pg'
import { openDatabase } from './connect.ts'
import type { SchemaEngine } from './schema-engine.ts'
import { readSchema } from './schema-files.ts'

/** A migration that could not be applied; the message names it and says what the database answered. */
export class MigrationError extends Error {
  override readonly name = 'MigrationError'
}

/** Longer than any migration takes, in milliseconds. */
export const migrationLimitMs = 3_600_000

/** While a migration waits for a lock, whoever comes after it waits too. */
const lockTimeoutMs = 60_000

/**
 * Brings the database at `url` to the newest migration of `schemaDir` (`prisma/<owner>`) and returns the names of those
 * it applied. Each migration is one transaction with the note that it is done: one that was interrupted left nothing
 * behind and is applied again.
 */
export async function migrate({ url, schemaDir }: { url: string; schemaDir: string }): Promise<string[]> {
  const migrations = readMigrations(schemaDir)
  const options = { url, max: 2, statementTimeoutMs: migrationLimitMs, lockTimeoutMs, connectMs: 5000 }
  const { pool, close } = openDatabase(options)
  try {
    if ((await pendingMigrations(pool, migrations)).length === 0) return []
    return await apply(pool, schemaDir, migrations)
  } finally {
    await close()
  }
}

/** The names of the migrations that the database at `url` lacks; a changed one counts as lacking. */
export async function listPending({ url, schemaDir }: { url: string; schemaDir: string }): Promise<string[]> {
  const { pool, close } = openDatabase({ url, max: 1, connectMs: 5000 })
  try {
    return await pendingMigrations(pool, readMigrations(schemaDir))
  } finally {
    await close()
  }
}

interface Migration {
  readonly name: string
  readonly sql: string
}

function readMigrations(schemaDir: string): Migration[] {
  const folder = join(schemaDir, 'migrations')
  if (!existsSync(folder)) return []
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => ({ name, sql: readFileSync(join(folder, name, 'migration.sql'), 'utf8') }))
    .sort((left, right) => (left.name < right.name ? -1 : 1))
}

/** Reads Prisma's own table, so that an up-to-date database costs one query and not the engine. */
async function pendingMigrations(pool: pg.Pool, migrations: readonly Migration[]): Promise<string[]> {
  const { rows: tables } = await pool.query<{ found: boolean }>(
    `SELECT to_regclass('public._prisma_migrations') IS NOT NULL AS found`,
  )
  if (!tables[0]?.found) return migrations.map(({ name }) => name)
  const { rows } = await pool.query<{ migration_name: string; checksum: string; done: boolean }>(
    'SELECT migration_name, checksum, finished_at IS NOT NULL AS done FROM _prisma_migrations WHERE rolled_back_at IS NULL',
  )
  const applied = new Map(rows.filter(({ done }) => done).map((row) => [row.migration_name, row.checksum]))
  return migrations.filter(({ name, sql }) => applied.get(name) !== checksum(sql)).map(({ name }) => name)
}

function checksum(sql: string): string {
  return createHash('sha256').update(sql).digest('hex')
}

async function apply(pool: pg.Pool, schemaDir: string, migrations: readonly Migration[]): Promise<string[]> {
  // Loaded only here: the engine costs some 50 MB, and an up-to-date database does without.
  const { noFilter, openSchemaEngine } = await import('./schema-engine.ts')
  let scriptError: Error | undefined
  const schema = readSchema(schemaDir)
  const onScriptError = (error: Error) => {
    scriptError = error
  }
  const engine = await openSchemaEngine({ pool, schema, onScriptError })
  try {
    await forgetInterrupted(pool, engine)
    const { appliedMigrationNames } = await engine.applyMigrations({
      filters: noFilter,
      migrationsList: listFor(schemaDir, migrations),
    })
    await refuseChanged(pool, migrations)
    return appliedMigrationNames
  } catch (error) {
    if (error instanceof MigrationError) throw error
    const cause = scriptError ?? error
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new MigrationError(`${basename(schemaDir)}: a migration could not be applied: ${reason}`, { cause })
  } finally {
    engine.free()
  }
}

/**
 * A migration that began and never ended was rolled back by PostgreSQL; Prisma must be told so. Its client may be gone and
 * its script still run: that has the row locked, so that this waits for what becomes of it.
 */
async function forgetInterrupted(pool: pg.Pool, engine: SchemaEngine): Promise<void> {
  const { rows: tables } = await pool.query<{ found: boolean }>(
    `SELECT to_regclass('public._prisma_migrations') IS NOT NULL AS found`,
  )
  if (!tables[0]?.found) return
  const { rows } = await pool.query<{ migration_name: string }>(
    'SELECT migration_name FROM _prisma_migrations WHERE finished_at IS NULL AND rolled_back_at IS NULL FOR UPDATE',
  )
  for (const { migration_name } of rows) await engine.markMigrationRolledBack({ migrationName: migration_name })
}

async function refuseChanged(pool: pg.Pool, migrations: readonly Migration[]): Promise<void> {
  const changed = await pendingMigrations(pool, migrations)
  if (changed.length === 0) return
  throw new MigrationError(
    `${changed.join(', ')} changed after it was applied to this database. Restore the file and add a new migration, or run: npm run reset`,
  )
}

function listFor(schemaDir: string, migrations: readonly Migration[]) {
  return {
    baseDir: join(schemaDir, 'migrations'),
    lockfile: { path: 'migration_lock.toml', content: 'provider = "postgresql"\n' },
    shadowDbInitScript: '',
    migrationDirectories: migrations.map(({ name, sql }) => ({
      path: name,
      migrationFile: { path: 'migration.sql', content: { tag: 'ok' as const, value: sql } },
    })),
  }
}
