import { existsSync } from 'node:fs'
import chromium from '@sparticuz/chromium'

/** A browser that needs no installation: `$CHROMIUM`, else the one that npm ships, else Debian's. */
export async function browserPath(): Promise<string> {
  if (process.env.CHROMIUM) return process.env.CHROMIUM
  const shipped = await chromium.executablePath().catch(() => null)
  if (shipped && existsSync(shipped)) return shipped
  if (existsSync('/usr/bin/chromium')) return '/usr/bin/chromium'
  throw new Error('No browser was found. Set CHROMIUM to the path of a Chromium or Chrome.')
}
