'use client'

import { useMemo, useSyncExternalStore } from 'react'
import { type Draft, emptyDraft, readDraft } from './draft'

/** The checkout's draft, kept in this tab. `ready` is false until the browser could be asked. */
export function useDraft(): { draft: Draft; ready: boolean; save: (change: Partial<Draft>) => void } {
  const text = useSyncExternalStore(subscribe, readText, () => undefined)
  const draft = useMemo(() => (text === undefined ? emptyDraft : readDraft(text)), [text])
  return { draft, ready: text !== undefined, save: (change) => write({ ...readDraft(readText()), ...change }) }
}

const name = 'checkout'
const changed = new EventTarget()
/** For a browser that keeps nothing. */
let inMemory: string | null = null

function readText(): string | null {
  try {
    return sessionStorage.getItem(name) ?? inMemory
  } catch {
    return inMemory
  }
}

function write(draft: Draft) {
  inMemory = JSON.stringify(draft)
  try {
    sessionStorage.setItem(name, inMemory)
  } catch {
    // It is kept in memory, for as long as this page stands.
  }
  changed.dispatchEvent(new Event('draft'))
}

function subscribe(notice: () => void) {
  changed.addEventListener('draft', notice)
  return () => changed.removeEventListener('draft', notice)
}

/** Forgets what was typed: whoever comes next is somebody else. */
export function forgetDraft(): void {
  inMemory = null
  try {
    sessionStorage.removeItem(name)
  } catch {
    // Nothing was kept.
  }
}
