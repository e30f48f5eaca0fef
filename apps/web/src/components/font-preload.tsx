import house from '@fontsource-variable/instrument-sans/files/instrument-sans-latin-standard-normal.woff2'
import works from '@fontsource-variable/newsreader/files/newsreader-latin-opsz-italic.woff2'
import { preload } from 'react-dom'

/** Fetches the two voices of the shop along with the styles, so that no title changes its width under the reader's eyes. */
export function FontPreload() {
  for (const font of [house, works]) preload(font, { as: 'font', type: 'font/woff2', crossOrigin: 'anonymous' })
  return null
}
