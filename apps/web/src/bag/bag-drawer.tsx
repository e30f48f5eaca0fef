'use client'

import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { useEffect, useState } from 'react'
import { Drawer } from '~/components/drawer'
import { countOf } from './bag'
import { BagEmpty } from './bag-empty'
import { BagLines } from './bag-lines'
import { type Bag, useBag } from './bag-provider'
import { BagSum } from './bag-sum'

/** The masthead's bag: how many prints lie in it, once that is known, and the drawer that shows them. */
export function BagDrawer() {
  const bag = useBag()
  const [open, setOpen] = useState(false)
  const path = usePathname()
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new path is what closes the bag
  useEffect(() => setOpen(false), [path])
  const filled = bag.cart !== undefined && bag.cart.lines.length > 0
  return (
    <Drawer
      title="Your bag"
      open={open}
      onOpenChange={setOpen}
      opener={
        <button type="button" className="bag">
          <BagCount bag={bag} />
        </button>
      }
      footer={filled && bag.cart && <BagSum cart={bag.cart} />}
    >
      {bag.cart && <BagLines bag={bag} />}
      {bag.cart && !filled && (
        <div className="bag-e">
          <BagEmpty />
        </div>
      )}
      {bag.unread && <p className="bag-e dim">We cannot see your bag right now. Nothing in it is lost.</p>}
      {filled && (
        <p className="bag-w">
          <Link className="more small" href="/cart">
            See the whole bag
          </Link>
        </p>
      )}
    </Drawer>
  )
}

function BagCount({ bag }: { bag: Bag }) {
  if (!bag.cart) return 'Bag'
  const count = countOf(bag.cart)
  return (
    <>
      Bag <b>{count}</b> <span className="vh">{count === 1 ? 'print' : 'prints'}</span>
    </>
  )
}
