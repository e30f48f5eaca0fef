import { gt, major, parse, prerelease } from 'semver'

/** What `pnpm outdated --format json` says of one library. */
export interface Behind {
  current: string
  isDeprecated: boolean
  dependentPackages: readonly { name: string }[]
}

/** When each version of a library was published, as `pnpm view NAME time --json` says. */
export type Published = Readonly<Record<string, string>>

/** A library of which there is a newer version that should change nothing for us. */
export interface Newer {
  name: string
  current: string
  newest: string
  /** For how long there has been anything newer. */
  days: number
}

/** Within these days SECURITY.md promises to look at what nothing is known against. */
export const lookedAtDays = 90

/** Packages that have an old library on purpose, which their name tells. */
const keptOld = /^@switchyard\/trpc-client-/

/** Those of the list whose age counts: not what is kept old on purpose. Two versions of one library stand there as `name@version`. */
export const counted = (outdated: Readonly<Record<string, Behind>>): (Behind & { name: string })[] =>
  Object.entries(outdated)
    .filter(([, { dependentPackages }]) => !dependentPackages.every(({ name }) => keptOld.test(name)))
    .map(([key, behind]) => ({ ...behind, name: key.replace(/(?<=.)@.*$/, '') }))

/** What came after a version within its major, which by its number breaks nothing; undefined when nothing did. */
export function newerOf({ name, current }: { name: string; current: string }, published: Published, nowMs: number) {
  const since = Object.entries(published)
    .filter(([version]) => isNewer(version, current))
    .map(([version, at]) => ({ version, atMs: Date.parse(at) }))
    .sort((one, other) => one.atMs - other.atMs)
  const [first] = since
  if (!first) return undefined
  const newest = since.reduce((best, one) => (isNewer(one.version, best.version) ? one : best))
  return { name, current, newest: newest.version, days: Math.floor((nowMs - first.atMs) / 86_400_000) } satisfies Newer
}

/** A later version of the same major, and no preview unless what we have is one. */
const isNewer = (version: string, current: string): boolean =>
  parse(version) !== null &&
  gt(version, current) &&
  major(version) === major(current) &&
  (prerelease(version) === null || prerelease(current) !== null)
