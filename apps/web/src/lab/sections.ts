/** The sections of a pattern's page, in their order. */
export const sections = ['Predict', 'Do', 'Watch', 'Why', 'Goals', 'Read'] as const
export type Section = (typeof sections)[number]

/** The anchor of a section. */
export const sectionId = (section: Section): string => section.toLowerCase()

/** How far a visitor is: done, the one to look at now (the first that is not done), or still to come. */
export function standingOf(section: Section, done: ReadonlySet<Section>): 'done' | 'now' | 'next' {
  if (done.has(section)) return 'done'
  return sections.find((one) => !done.has(one)) === section ? 'now' : 'next'
}
