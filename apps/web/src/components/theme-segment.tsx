'use client'

import { useSyncExternalStore } from 'react'
import { Segments } from './segments'

const choices = [
  { value: 'light', label: 'Paper' },
  { value: 'dark', label: 'Night' },
] as const

/** Chooses day or night for this browser; until a choice is made the system's stands. */
export function ThemeSegment({ labelledBy }: { labelledBy: string }) {
  // The server cannot know the light: no segment is pressed until the browser says.
  const theme = useSyncExternalStore(watchTheme, currentTheme, () => null)
  return <Segments labelledBy={labelledBy} choices={choices} value={theme} onChange={chooseTheme} />
}

const changed = new EventTarget()
const night = () => matchMedia('(prefers-color-scheme: dark)')

function watchTheme(notice: () => void) {
  changed.addEventListener('theme', notice)
  const system = night()
  system.addEventListener('change', notice)
  return () => {
    changed.removeEventListener('theme', notice)
    system.removeEventListener('change', notice)
  }
}

function currentTheme(): 'light' | 'dark' {
  const chosen = document.documentElement.dataset.theme
  if (chosen === 'light' || chosen === 'dark') return chosen
  return night().matches ? 'dark' : 'light'
}

function chooseTheme(theme: 'light' | 'dark') {
  document.documentElement.dataset.theme = theme
  try {
    localStorage.setItem('theme', theme)
  } catch {
    // A browser that keeps nothing still turns the light, for this page.
  }
  changed.dispatchEvent(new Event('theme'))
}
