import { BagDrawer } from '~/bag/bag-drawer'
import { AccountLink } from './account-link'
import { Mark } from './mark'
import { NavLink } from './nav-link'
import { PhoneMenu } from './phone-menu'
import { SearchForm } from './search-form'

/** The head of every shop page. On a phone the links and the search move into the menu. */
export function Masthead({ signedIn }: { signedIn: boolean }) {
  return (
    <header className="mast">
      <div className="page">
        <Mark />
        <nav aria-label="Shop">
          <ShopLinks />
        </nav>
        <div className="end">
          <SearchForm className="opt" hotkey />
          <span className="opt">
            <AccountLink signedIn={signedIn} />
          </span>
          <BagDrawer />
          <PhoneMenu>
            <SearchForm />
            <nav aria-label="Menu">
              <ShopLinks />
              <AccountLink signedIn={signedIn} />
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
