/** Any origin at all: what matters is whether an address stays on it. */
const here = 'http://here.invalid'

/** An address of this shop to go back to, or `otherwise`: nothing that a link says may lead to another site. */
export function ownPath(asked: string | null | undefined, otherwise: string): string {
  if (!asked?.startsWith('/') || !URL.canParse(asked, here)) return otherwise
  const { origin, pathname, search, hash } = new URL(asked, here)
  // Browsers drop dots, tabs and backslashes as they read an address: two slashes may appear that were not written.
  if (origin !== here || pathname.startsWith('//')) return otherwise
  return `${pathname}${search}${hash}`
}
