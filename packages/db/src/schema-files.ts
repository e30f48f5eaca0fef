import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The whole Prisma schema of an owner: every `.prisma` file of its folder (some are links to a shared one), as one text. */
export function readSchema(schemaDir: string): string {
  return readdirSync(schemaDir)
    .filter((name) => name.endsWith('.prisma'))
    .sort(
      (left, right) =>
        Number(right === 'schema.prisma') - Number(left === 'schema.prisma') || left.localeCompare(right),
    )
    .map((name) => readFileSync(join(schemaDir, name), 'utf8'))
    .join('\n')
}
