import type { ReactNode } from 'react'
import { TermsBar } from '~/lab/terms-bar'
import { Colophon } from './colophon'
import { FontPreload } from './font-preload'
import { Masthead } from './masthead'

/** Masthead and colophon around a page; for layouts and for pages that stand outside them (not found, error). */
export function ShopFrame({ children }: { children: ReactNode }) {
  return (
    <>
      <FontPreload />
      <Masthead />
      <TermsBar />
      {children}
      <Colophon />
    </>
  )
}
