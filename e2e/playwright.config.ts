import { defineConfig } from '@playwright/test'
import { browserPath } from './browser.ts'
import type { StackOptions } from './stack.ts'

/**
 * Two projects: *shared* runs side by side on one stack, so a test there touches only prints and orders of its own;
 * *own-stack* then has that stack to itself, one test after another, for faults that hit everyone, and a new one after
 * each failure. A test that passes only the second time has failed: there are no retries.
 *
 *     pnpm --filter @switchyard/e2e flows                                             everything
 *     E2E_DATA_DIR=$PWD/.data pnpm --filter @switchyard/e2e flows --project=shared    on the stack of `npm start`
 */
export default defineConfig<object, StackOptions>({
  globalSetup: './shared-stack.ts',
  outputDir: './test-results',
  fullyParallel: false,
  forbidOnly: true,
  retries: 0,
  workers: 2,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  use: {
    launchOptions: {
      executablePath: await browserPath(),
      args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu'],
    },
    // Copies of the page at every step, and whatever moves without end, cost a third of what browser and runner take.
    trace: { mode: 'retain-on-failure', screenshots: false, snapshots: false },
    screenshot: 'only-on-failure',
    contextOptions: { reducedMotion: 'reduce' },
    actionTimeout: 15_000,
    navigationTimeout: 30_000,
    viewport: { width: 1280, height: 900 },
    locale: 'en-GB',
    timezoneId: 'UTC',
  },
  projects: [
    { name: 'shared', testDir: './shared' },
    { name: 'own-stack', testDir: './own-stack', workers: 1, dependencies: ['shared'], use: { ownStack: true } },
  ],
})
