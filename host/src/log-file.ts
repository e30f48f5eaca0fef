import { closeSync, copyFileSync, fstatSync, ftruncateSync, mkdirSync, openSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'

/** Largest size of one log file in bytes; with its one predecessor, an instance uses at most twice that. */
const logBytesMax = 4 * 1024 * 1024

/** A file that a process writes its log to; the handle is given to it as stdout and stderr. */
export interface LogFile {
  /** 'ignore' when the file cannot be opened: a full disk costs the log and not the process. */
  readonly descriptor: number | 'ignore'
  /** Appends what the host itself has to say there; silent once it is closed, or the disk is full. */
  write(text: string): void
  /** Keeps the file within its limit: what is too much moves to `<path>.1`. To be called now and then. */
  trim(): void
  close(): void
}

/**
 * Opens a log for appending. The process writes without help from the host, so neither waits for the other; a few lines
 * may be lost when a full file is moved.
 */
export function openLogFile(path: string, { bytesMax = logBytesMax }: { bytesMax?: number } = {}): LogFile {
  const descriptor = tryOpen(path)
  if (descriptor === undefined) return { descriptor: 'ignore', write() {}, trim() {}, close() {} }
  let open = true
  return {
    descriptor,
    write: (text) => {
      try {
        if (open) writeSync(descriptor, text)
      } catch {
        // A log that cannot be written must not stop what it is about.
      }
    },
    trim: () => {
      if (!open || fstatSync(descriptor).size <= bytesMax) return
      try {
        copyFileSync(path, `${path}.1`)
      } catch {
        // On a full disk the older lines are lost.
      }
      ftruncateSync(descriptor, 0)
    },
    close: () => {
      if (open) closeSync(descriptor)
      open = false
    },
  }
}

function tryOpen(path: string): number | undefined {
  try {
    mkdirSync(dirname(path), { recursive: true })
    return openSync(path, 'a', 0o600)
  } catch {
    return undefined
  }
}
