import { globSync } from 'node:fs'
import { join } from 'node:path'

const app = join(import.meta.dirname, '../apps/web/src/app')
/** The address of an order that there is not. */
export const nobodysOrder = '0193f000-0000-7000-8000-00000000000a'
const parts: Record<string, string> = { '[orderId]': nobodysOrder, '[id]': nobodysOrder }

/** Addresses of every page that there is in the web's folder. */
export const pages: readonly string[] = globSync('**/page.tsx', { cwd: app }).map((file) => {
  const folders = file.split('/').slice(0, -1)
  const shown = folders.filter((folder) => !folder.startsWith('('))
  const slug = folders.includes('collections') ? 'ridges' : 'contour-no-2'
  return `/${shown.map((folder) => parts[folder] ?? (folder.startsWith('[') ? slug : folder)).join('/')}`
})
