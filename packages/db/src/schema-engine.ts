import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { PrismaPg } from '@prisma/adapter-pg'
import {
  bindMigrationAwareSqlAdapterFactory,
  type SqlMigrationAwareDriverAdapterFactory,
} from '@prisma/driver-adapter-utils'
import type * as Engine from '@prisma/schema-engine-wasm/schema_engine_bg'
import type pg from 'pg'

export type { SchemaEngine } from '@prisma/schema-engine-wasm/schema_engine_bg'

/** Types and enums that Prisma leaves alone: none. */
export const noFilter: Engine.SchemaFilter = { externalTables: [], externalEnums: [] }

/**
 * Prisma's schema engine compiled to WebAssembly: the native one is a download that this repository does without.
 * `onScriptError` hears the database's own error, which the engine would reduce to a number.
 */
export async function openSchemaEngine({
  pool,
  schema,
  onScriptError = () => {},
}: {
  pool: pg.Pool
  schema: string
  onScriptError?: (error: Error) => void
}): Promise<Engine.SchemaEngine> {
  const { SchemaEngine } = await loadEngine()
  const adapter = bindMigrationAwareSqlAdapterFactory(wholeScripts(new PrismaPg(pool), pool, onScriptError))
  return SchemaEngine.new({ datamodels: [['schema.prisma', schema]] }, () => {}, adapter)
}

let loaded: Promise<typeof Engine> | undefined

function loadEngine(): Promise<typeof Engine> {
  loaded ??= (async () => {
    // The package exports no path of its .wasm file, and Node 24 does not import one.
    const folder = dirname(fileURLToPath(import.meta.resolve('@prisma/schema-engine-wasm/schema_engine_bg')))
    const engine: typeof Engine = await import('@prisma/schema-engine-wasm/schema_engine_bg')
    const { instance } = await WebAssembly.instantiate(readFileSync(join(folder, 'schema_engine_bg.wasm')), {
      './schema_engine_bg.js': engine,
    })
    engine.__wbg_set_wasm(instance.exports)
    instance.exports.__wbindgen_start()
    return engine
  })()
  return loaded
}

/**
 * The engine notes that a script is done after it, in another transaction, so that of a client that is cut off between
 * nobody knew. Written with the script, the note is there when the script is; until then its row is locked.
 */
const noteDone = `DO $$ BEGIN
  IF to_regclass('public._prisma_migrations') IS NOT NULL THEN
    UPDATE public._prisma_migrations SET finished_at = now() WHERE finished_at IS NULL AND rolled_back_at IS NULL;
  END IF;
END $$;
`

/**
 * The adapter splits scripts at every `;`, which breaks functions and applies half a migration when it is interrupted.
 * Sent whole, PostgreSQL runs a script in one implicit transaction.
 */
function wholeScripts(
  factory: SqlMigrationAwareDriverAdapterFactory,
  pool: pg.Pool,
  onScriptError: (error: Error) => void,
): SqlMigrationAwareDriverAdapterFactory {
  return {
    provider: factory.provider,
    adapterName: factory.adapterName,
    connectToShadowDb: () => factory.connectToShadowDb(),
    connect: async () => {
      const adapter = await factory.connect()
      adapter.executeScript = async (script) => {
        try {
          await pool.query(noteDone + script)
        } catch (error) {
          if (error instanceof Error) onScriptError(error)
          throw error
        }
      }
      return adapter
    },
  }
}

declare const WebAssembly: {
  instantiate(
    bytes: Uint8Array,
    imports: Record<string, unknown>,
  ): Promise<{ instance: { exports: { __wbindgen_start(): void } } }>
}
