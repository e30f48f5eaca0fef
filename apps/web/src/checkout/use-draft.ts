'use client'

import { useMemo, useSyncExternalStore } from 'react'
import { type Draft, emptyDraft, type KnownBuyer, keptText, readDraft } from './draft'

interface KeptDraft {
  draft: Draft
  /** False until the browser could be asked. */
  ready: boolean
  save: (change: Partial<Draft>) => void
}

/** The checkout's draft, kept in this tab for whoever is signed in, or for a guest. */
export function useDraft(known: KnownBuyer | null): KeptDraft {
  const owner = known?.contact.email
  const text = useSyncExternalStore(subscribe, readText, () => undefined)
  const draft = useMemo(() => (text === undefined ? emptyDraft : readDraft(text, owner)), [text, owner])
  const save = (change: Partial<Draft>) => write(keptText({ ...readDraft(readText(), owner), ...change }, owner))
  return { draft, ready: text !== undefined, save }
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

function write(text: string) {
  inMemory = text
  try {
    sessionStorage.setItem(name, text)
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
