import { ShopFrame } from '~/components/shop-frame'

/** The shop's pages, between masthead and colophon. */
export default function ShopLayout({ children }: { children: React.ReactNode }) {
  return <ShopFrame>{children}</ShopFrame>
}
