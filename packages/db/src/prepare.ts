import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { openDatabase } from './connect.ts'
import { listPending, migrate } from './migrate.ts'
import { type DatabaseOwner, databaseOwners } from './owners.ts'
import type { SeedOptions } from './seed.ts'

const root = join(import.meta.dirname, '..')

/** What {@link prepare} has to do before the services can start. */
export interface Preparation {
  readonly migrations: readonly { readonly owner: DatabaseOwner; readonly pending: readonly string[] }[]
  /** The mark that the seed leaves when it is done; undefined: it is there already. */
  readonly seedMark: string | undefined
}

/** Looks, with a query or two for each database, whether anything is to be done; most starts find nothing. */
export async function planPreparation({ urls, secrets, demoAccounts }: SeedOptions): Promise<Preparation> {
  const wanted = seedMark({ secrets, demoAccounts })
  const [found, ...migrations] = await Promise.all([
    readMark(urls.identity),
    ...databaseOwners.map(async (owner) => {
      return { owner, pending: await listPending({ url: urls[owner], schemaDir: schemaDirOf(owner) }) }
    }),
  ])
  const behind = migrations.filter(({ pending }) => pending.length > 0)
  return { migrations: behind, seedMark: found === wanted ? undefined : wanted }
}

/** Migrates all databases at once, then seeds them, and remembers that it did. */
export async function prepare(options: SeedOptions, report: (step: string) => void): Promise<void> {
  const { migrations, seedMark: mark } = await planPreparation(options)
  if (migrations.length > 0) report(`migrating ${migrations.map(({ owner }) => owner).join(', ')}`)
  await Promise.all(migrations.map(({ owner }) => migrate({ url: options.urls[owner], schemaDir: schemaDirOf(owner) })))
  if (mark === undefined) return
  report('seeding the shop')
  const { seed } = await import('./seed.ts')
  await seed(options)
  await writeMark(options.urls.identity, mark)
}

function schemaDirOf(owner: DatabaseOwner): string {
  return join(root, 'prisma', owner)
}

/** Changes with the seed's own files and with what it is given to store, so that either is seeded anew. */
function seedMark(given: Omit<SeedOptions, 'urls'>): string {
  const hash = createHash('sha256').update(JSON.stringify(given))
  for (const folder of [join(root, 'src/seed'), join(root, '../art/src/catalogue')]) {
    for (const entry of readdirSync(folder, { withFileTypes: true }).sort((left, right) =>
      left.name < right.name ? -1 : 1,
    )) {
      if (entry.isFile()) hash.update(entry.name).update(readFileSync(join(folder, entry.name)))
    }
  }
  hash.update(readFileSync(join(root, 'src/seed.ts')))
  return `seeded ${hash.digest('hex').slice(0, 16)}`
}

/** The mark is the database's own comment: it needs no table, and goes when the database goes. */
async function readMark(url: string): Promise<string | undefined> {
  const { pool, close } = openDatabase({ url, max: 1, connectMs: 5000 })
  try {
    const { rows } = await pool.query<{ mark: string | null }>(
      `SELECT shobj_description(oid, 'pg_database') AS mark FROM pg_database WHERE datname = current_database()`,
    )
    return rows[0]?.mark ?? undefined
  } finally {
    await close()
  }
}

async function writeMark(url: string, mark: string): Promise<void> {
  const { pool, close } = openDatabase({ url, max: 1, connectMs: 5000 })
  try {
    await pool.query(
      `DO $$ BEGIN EXECUTE format('COMMENT ON DATABASE %I IS %L', current_database(), '${mark}'); END $$`,
    )
  } finally {
    await close()
  }
}
