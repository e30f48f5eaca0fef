import { NothingHere } from '~/components/nothing-here'

/** For a print or a collection that does not exist; stands inside the shop's frame. */
export default function ShopNotFound() {
  return <NothingHere />
}
