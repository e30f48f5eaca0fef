import type { Signer } from './signer.ts'

/**
 * DEVICE COOKIES (OWASP, Slow Down Online Guessing Attacks with Device Cookies): a browser in which somebody has signed in
 * carries a signed mark for that account. Guesses without one share a small budget; its holder has a budget of their own,
 * so nobody can lock the owner out by guessing.
 */
export interface KnownDevices {
  /** The device's own name, if its mark is for this account. */
  read(cookie: string | undefined, account: string): string | null
  /** A new mark for this account. */
  issue(account: string): string
}

export function createKnownDevices({ signer, newId }: { signer: Signer; newId: () => string }): KnownDevices {
  return {
    read(cookie, account) {
      const [of, device] = signer.read(cookie)?.split(' ') ?? []
      return of === account && device ? device : null
    },
    issue: (account) => signer.sign(`${account} ${newId()}`),
  }
}
