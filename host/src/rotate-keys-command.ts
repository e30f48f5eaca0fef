import { setTimeout as sleep } from 'node:timers/promises'
import { UsageError } from './logs-command.ts'
import { rotateKeys } from './rotate-keys.ts'
import type { Settings } from './settings.ts'
import { signers } from './signing-keys.ts'

/** Far longer than a reader of the same folder needs; for a mounted one that lags, give `--published-for-s 90`. */
const publishedForSUsual = 3

/** `npm run rotate-keys -- [service …] [--published-for-s N]`: other keys for some services or all, while everything runs. */
export async function rotateKeysCommand({
  settings,
  args,
  write,
}: {
  settings: Settings
  args: readonly string[]
  write: (line: string) => void
}): Promise<void> {
  const { services, publishedForS } = read(args)
  for (const service of services) {
    const kid = await rotateKeys({
      secretsDir: settings.secretsDir,
      service,
      publishedForMs: publishedForS * 1_000,
      now: Date.now,
      sleep: (ms) => sleep(ms),
    })
    write(`${service} signs with ${kid}; the key before is believed until the next rotation`)
  }
}

function read(args: readonly string[]) {
  const services: string[] = []
  let publishedForS = publishedForSUsual
  for (const [index, arg] of args.entries()) {
    if (arg === '--published-for-s') publishedForS = Number(args[index + 1])
    else if (args[index - 1] !== '--published-for-s') services.push(arg)
  }
  const stranger = services.find((service) => !signers.some((signer) => signer === service))
  if (stranger !== undefined) throw new UsageError(`${stranger} has no key; there are: ${signers.join(', ')}`)
  if (!Number.isInteger(publishedForS) || publishedForS < 0 || publishedForS > 3_600) {
    throw new UsageError('--published-for-s takes whole seconds, 0 to 3600')
  }
  return { services: services.length > 0 ? services : [...signers], publishedForS }
}
