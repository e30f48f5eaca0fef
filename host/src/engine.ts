/** Where an engine came from, the first that is to be had: brought by URL, found or shipped, unpacked, or stood in for. */
export type EngineFlavour = 'own' | 'package' | 'stand-in' | 'brought'

/** How an engine process ended, and whether {@link Engine.stop} or {@link Engine.kill} had asked for it. */
export interface EngineExit {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly asked: boolean
}

/**
 * A Postgres or Redis as the host sees it: started already when it is handed out, and restartable on the same port,
 * password and data, so that a URL which services hold stays true. Of a brought engine only `url`, `version` and
 * `where` mean something: every action throws {@link NotOursError}.
 */
export interface Engine {
  readonly kind: 'postgres' | 'redis'
  readonly flavour: EngineFlavour
  /** With the admin's name and password; never log it. */
  readonly url: string
  readonly port: number
  readonly version: string
  /** For people: what runs and where its files are; names no secret. */
  readonly where: string
  /** Undefined while it does not run, and for a brought engine. */
  readonly pid: number | undefined
  /** Resolves when it answers queries; does nothing when it runs already. */
  start(): Promise<void>
  /** Shuts down cleanly, thawing it first; kills after a grace period. Resolves when no process is left. */
  stop(): Promise<void>
  /** SIGKILL, at once; {@link Engine.start} brings it back with every committed write (Redis: up to its last second). */
  kill(): void
  /** SIGSTOP to it and its children: connections stay open and nothing answers. */
  freeze(): void
  thaw(): void
  /** Calls back each time its process ends, for whatever reason. Returns the unsubscription. */
  onExit(listener: (exit: EngineExit) => void): () => void
}

/** What an engine tells while it starts: `log` gets its own output line by line, `progress` what a person waits for. */
export interface EngineReports {
  readonly log: (line: string) => void
  readonly progress: (waitingFor: string) => void
}

/** An action on an engine that somebody else runs; the control API answers 409 `not_ours`. */
export class NotOursError extends Error {
  override readonly name = 'NotOursError'
}

/** The engine cannot run here; the message says why and what to do. */
export class EngineError extends Error {
  override readonly name = 'EngineError'
}
