import { z } from 'zod'

const variables = z.object({
  GATEWAY_URL: z
    .url({ protocol: /^https?$/ })
    .describe('where the pages reach the gateway, e.g. http://127.0.0.1:4000'),
  LAB_ENABLED: z.enum(['0', '1']).default('0').describe('1 shows the lab'),
})

let read: { gatewayUrl: string; labEnabled: boolean } | undefined

/** Whether this is a build for visitors, rather than one that reloads while it is worked on. */
export const isProduction = process.env.NODE_ENV === 'production'

/** What the platform tells the web, read once, when the server starts. Throws one error that names every fault. */
export function env() {
  read ??= fromProcess(process.env)
  return read
}

/** Throws what is wrong with the environment; a build has none. */
export function checkEnv(): void {
  if (process.env.NEXT_PHASE !== 'phase-production-build') env()
}

function fromProcess(source: NodeJS.ProcessEnv) {
  const result = variables.safeParse(source)
  if (result.success) return { gatewayUrl: result.data.GATEWAY_URL, labEnabled: result.data.LAB_ENABLED === '1' }
  const faults = result.error.issues.map((issue) => {
    const name = String(issue.path[0])
    const meaning = (variables.shape as Record<string, z.ZodType | undefined>)[name]?.description
    return `  ${name}: ${issue.message} (${meaning})`
  })
  throw new Error(`The environment is not complete:\n${faults.join('\n')}`)
}
