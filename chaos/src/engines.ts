/** The engines under a campaign's own shop, for faults that no signal to a process can make. */
export interface Engines {
  /** The admin's. */
  readonly redisUrl: string
  /** Where Redis keeps its append-only file. */
  readonly redisDir: string
  /** The superuser's. */
  readonly postgresUrl: string
  /** On a disk of its own where the shop has a small one. */
  readonly postgresDir: string
}

/** Of a scene's ground; throws where the engines are somebody else's. */
export function enginesOf({ engines }: { readonly engines: Engines | undefined }): Engines {
  if (engines === undefined) throw new Error('the engines are not this campaign’s own')
  return engines
}
