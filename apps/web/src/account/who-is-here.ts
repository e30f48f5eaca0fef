import 'server-only'
import type { Person } from '@switchyard/contracts/account'
import { cookies } from 'next/headers'
import { redirect } from 'next/navigation'
import { gateway, queryClient } from '~/gateway-server'
import { signInPath } from '~/paths'

/** Whether this browser shows a session: enough for a link, never for more, since the session may have ended. */
export const showsSession = (): Promise<boolean> => shows('session')

/** Whether a sign-in in this browser waits for its second step. */
export const showsChallenge = (): Promise<boolean> => shows('challenge')

async function shows(cookie: 'session' | 'challenge'): Promise<boolean> {
  return (await cookies()).getAll().some(({ name }) => name.replace('__Host-', '') === `switchyard_${cookie}`)
}

/** Who is signed in, as the gateway says; a browser without a session costs no question. */
export async function whoIsHere(): Promise<Person | null> {
  return (await showsSession()) ? await queryClient().fetchQuery(gateway().account.me.queryOptions({})) : null
}

/** Whoever is signed in; anybody else is led to the sign-in, and back to this path afterwards. */
export async function personHere(path: string): Promise<Person> {
  return (await whoIsHere()) ?? redirect(signInPath(path))
}
