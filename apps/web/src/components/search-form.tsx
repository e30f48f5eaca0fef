'use client'

import Form from 'next/form'
import { useEffect, useRef } from 'react'

/** Leads to the catalogue with what was typed; works before any script has loaded. With `hotkey`, "/" puts the cursor here. */
export function SearchForm({ className = '', hotkey = false }: { className?: string; hotkey?: boolean }) {
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => (hotkey ? onSlash(() => field.current?.focus()) : undefined), [hotkey])
  return (
    <Form className={`search ${className}`} role="search" action="/prints">
      <input
        ref={field}
        type="search"
        name="search"
        maxLength={100}
        aria-label="Search prints"
        placeholder="Search prints"
      />
      {hotkey && <kbd>/</kbd>}
    </Form>
  )
}

/** Calls back on "/" unless the visitor is typing somewhere. */
function onSlash(focus: () => void) {
  const listen = (event: KeyboardEvent) => {
    const typing =
      event.target instanceof HTMLElement && event.target.closest('input, textarea, select, [contenteditable]')
    if (event.key !== '/' || typing || event.metaKey || event.ctrlKey || event.altKey) return
    event.preventDefault()
    focus()
  }
  document.addEventListener('keydown', listen)
  return () => document.removeEventListener('keydown', listen)
}
