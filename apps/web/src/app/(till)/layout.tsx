import Link from 'next/link'
import { BagDrawer } from '~/bag/bag-drawer'
import { Colophon } from '~/components/colophon'
import { Mark } from '~/components/mark'

/** The till: a plain head, so that nothing leads away from buying but the way back. */
export default function TillLayout({ children }: { children: React.ReactNode }) {
  return (
    <>
      <header className="mast">
        <div className="page">
          <Mark />
          <div className="end">
            <Link href="/prints">Back to the shop</Link>
            <BagDrawer />
          </div>
        </div>
      </header>
      {children}
      <Colophon />
    </>
  )
}
