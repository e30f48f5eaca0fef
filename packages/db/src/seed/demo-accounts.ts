import type { Pool } from 'pg'

/** `halftone-demo`, as better-auth keeps it (scrypt); a test of the gateway signs in with it. */
const passwordHash =
  'c86dbc39241b7e310ebf2ea942b08a17:4cd3264e7ce5b4c28c9eeadf291189f28f5077f7047e2b2227b977a9b04b29c2d19cadd7c24a76c65f0394ffbadcf2acb1bf464517899792828a5073170eb4be'

const people = [
  { id: '0193f000-0000-7000-8000-0000000000a1', name: 'Sam Shopper', role: 'shopper' },
  { id: '0193f000-0000-7000-8000-0000000000a2', name: 'Stella Staff', role: 'staff' },
  { id: '0193f000-0000-7000-8000-0000000000a3', name: 'Ada Admin', role: 'admin' },
].map((person) => ({ ...person, email: `${person.role}@halftone.test`, password: passwordHash }))

/** Opens the accounts whose password is printed on the sign-in page, or removes them where the lab is closed: nobody may run a shop with them. */
export async function seedDemoAccounts({ pool, open }: { pool: Pool; open: boolean }): Promise<void> {
  await pool.query(open ? openSql : 'DELETE FROM users WHERE id = ANY ($1::uuid[])', [
    open ? JSON.stringify(people) : people.map(({ id }) => id),
  ])
}

const openSql = `
  WITH people AS (
    SELECT * FROM jsonb_to_recordset($1::jsonb) AS row (id uuid, name text, email text, role text, password text)
  ), opened AS (
    INSERT INTO users (id, name, email, email_verified, role, updated_at)
    SELECT id, name, email, true, role, now() FROM people ON CONFLICT DO NOTHING
    RETURNING id
  )
  INSERT INTO accounts (id, account_id, provider_id, user_id, password, updated_at)
  SELECT id, id, 'credential', id, password, now() FROM opened JOIN people USING (id)`
