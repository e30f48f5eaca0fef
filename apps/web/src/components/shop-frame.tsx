import type { ReactNode } from 'react'
import { showsSession } from '~/account/who-is-here'
import { TermsBar } from '~/lab/terms-bar'
import { Colophon } from './colophon'
import { FontPreload } from './font-preload'
import { Masthead } from './masthead'

/** Masthead and colophon around a page; for layouts and for pages that stand outside them (not found, error). */
export async function ShopFrame({ children }: { children: ReactNode }) {
  const signedIn = await showsSession()
  return (
    <>
      <FontPreload />
      <Masthead signedIn={signedIn} />
      <TermsBar />
      {children}
      <Colophon />
    </>
  )
}
