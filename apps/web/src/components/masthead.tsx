import { BagDrawer } from '~/bag/bag-drawer'
import { Mark } from './mark'
import { NavLink } from './nav-link'
import { PhoneMenu } from './phone-menu'
import { SearchForm } from './search-form'

/** The head of every shop page. On a phone the links and the search move into the menu. */
export function Masthead() {
  return (
    <header className="mast">
      <div className="page">
        <Mark />
        <nav aria-label="Shop">
          <ShopLinks />
        </nav>
        <div className="end">
          <SearchForm className="opt" hotkey />
          <BagDrawer />
          <PhoneMenu>
            <SearchForm />
            <nav aria-label="Menu">
              <ShopLinks />
            </nav>
          </PhoneMenu>
        </div>
      </div>
    </header>
  )
}

const ShopLinks = () => (
  <>
    <NavLink href="/prints">Prints</NavLink>
    <NavLink href="/#collections">Collections</NavLink>
    <NavLink href="/#drop">The drop</NavLink>
    <NavLink href="/lab">Lab</NavLink>
  </>
)
