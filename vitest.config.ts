import { defineConfig } from 'vitest/config'

/** No test is judged by its speed: this only ends one that hangs, also on a busy machine. */
const patience = { testTimeout: 180_000, hookTimeout: 180_000, expect: { poll: { timeout: 60_000 } } }
/** What imports graphql comes the same way as our own code, or there would be two of it, which know nothing of each other. */
const server = { deps: { inline: ['graphql-http'] } }
const exclude = ['**/node_modules/**', '**/.next/**', 'e2e/**']

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: [
            '{apps,packages,sandbox}/**/*.test.ts',
            '{host,scripts,chaos,bench,proofs,verify,fuzz}/**/*.test.ts',
          ],
          exclude: [...exclude, '**/*.integration.test.ts'],
          ...patience,
          server,
          // They compute, and keep nothing between them that a process of their own would have to clear away.
          isolate: false,
          maxWorkers: 2,
          sequence: { groupOrder: 2 },
        },
      },
      {
        test: {
          name: 'integration',
          include: ['{apps,packages,sandbox,host,chaos,bench,proofs,verify,fuzz}/**/*.integration.test.ts'],
          exclude,
          ...patience,
          server,
          // They mostly wait: for engines, leases and timeouts. Each opens databases and names of its own, so modules may stay.
          isolate: false,
          maxWorkers: 3,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
})
