/**
 * What an instance signs when it registers: its whole entry, valid for longer than a lease so that most beats repeat the
 * same text, and too short for the text of a dead instance to be of use to anybody for long.
 *
 *     const text = await signRegistration({ identity, entry, ttlMs, leaves: false })
 */
import { z } from 'zod'
import type { Entry, Leased } from './discovery.ts'
import type { Kind, Seal } from './seal.ts'

/** Signed again at half its life, so that what is listed is always good for 15 s at least. */
export const signedAgainMs = 15_000

const kind: Kind = { typ: 'registration+jwt', audience: 'registry', lifeS: 30 }

const Claims = z.object({
  sub: z.string().regex(/^[\w.-]{1,100}$/),
  address: z.string().regex(/^(https:\/\/)?[\w.:[\]-]{1,255}:\d{1,5}$/),
  version: z.string().max(60),
  zone: z.string().max(60),
  weight: z.number().gt(0).max(100),
  startedAtMs: z.int().min(0),
  ttlMs: z.int().min(1).max(600_000),
  leaves: z.boolean(),
})

/** A registration that was checked. */
export interface Statement extends Omit<Leased, 'expiresInMs'> {
  /** Whether it says that it is going away. */
  leaves: boolean
  /** When it stops being proof, by this machine's clock. */
  untilMs: number
}

/** Signs an entry with its service's own key. Rejects for an entry of another service. */
export async function signRegistration({
  identity,
  entry,
  ttlMs,
  leaves,
}: {
  identity: Seal
  entry: Entry
  ttlMs: number
  leaves: boolean
}): Promise<string> {
  const { service, instanceId, ...rest } = entry
  if (service !== identity.service) throw new Error(`${identity.service} cannot register an instance of ${service}.`)
  const claims = Claims.parse({ ...rest, sub: instanceId, ttlMs, leaves })
  return await identity.sign(claims, kind)
}

/** Checks a registration. Rejects with the reason why nobody should believe it. */
export async function openRegistration(identity: Seal, text: string): Promise<Statement> {
  const { by, claims, untilMs } = await identity.open(text, kind)
  const { sub: instanceId, ...rest } = Claims.parse(claims)
  return { service: by, instanceId, ...rest, untilMs }
}

/** What a registration is kept under: one start of one instance. */
export const idOf = ({ instanceId, startedAtMs }: Pick<Entry, 'instanceId' | 'startedAtMs'>): string =>
  `${instanceId}@${startedAtMs}`
