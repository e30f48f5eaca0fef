import type { Person } from '@switchyard/contracts/account'
import { formatDate } from '~/time'
import { ChangePassword } from './change-password'

/** Who one is to the shop, and the password. */
export const Overview = ({ person }: { person: Person }) => (
  <>
    <dl className="ac-l">
      <Fact name="Name">{person.name}</Fact>
      <Fact name="E-mail">{person.email}</Fact>
      <Fact name="With us since">{formatDate(person.since)}</Fact>
      {person.role !== 'shopper' && <Fact name="Works here as">{person.role}</Fact>}
    </dl>
    <ChangePassword email={person.email} />
  </>
)

const Fact = ({ name, children }: { name: string; children: string }) => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
)
