/** Writes every print of the catalogue to the folder that the web serves, one SVG each: `pnpm draw` after a change to a rule. */
import { mkdir, writeFile } from 'node:fs/promises'
import { draw } from './src/draw.ts'
import { prints } from './src/prints.ts'

const folder = new URL('../../apps/web/public/art/', import.meta.url)

await mkdir(folder, { recursive: true })
for (const print of prints) await writeFile(new URL(`${print.slug}.svg`, folder), draw(print))
console.log(`${prints.length} drawings in ${folder.pathname}`)
