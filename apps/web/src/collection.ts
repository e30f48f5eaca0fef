import { collections } from '@switchyard/art/prints'

/** A collection's name as the shop writes it; one that the art does not know keeps the catalogue's word. */
export const collectionName = (slug: string): string =>
  collections.find((one) => one.slug === slug)?.title ?? capital(slug)

/** A word with a capital: palettes are kept in small letters. */
const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1)
