import type { Pool } from 'pg'

/** What {@link createPeopleStore} makes. */
export type PeopleStore = ReturnType<typeof createPeopleStore>

/** What orders knows of people: which guests they were, and how to forget them. Each change is one statement and may be repeated. */
export function createPeopleStore({ pool }: { pool: Pool }) {
  return {
    /** Who signed in in a guest's browser, if anybody did; both as rows name them. */
    async adopterOf(guest: string): Promise<string | undefined> {
      const { rows } = await pool.query<{ owner: string }>({
        name: 'adopter-of',
        text: 'SELECT owner FROM adopted_guests WHERE guest = $1',
        values: [guest],
      })
      return rows[0]?.owner
    },

    /** Gives a guest's bag and orders to an owner; a guest who was given to another stays theirs. */
    async adopt({ guest, owner, at }: { guest: string; owner: string; at: Date }): Promise<void> {
      await pool.query(adoptSql, [guest, owner, at])
    },

    /** Takes a person out of orders, bags and mails; returns how many orders lost a name. Country and sums stay for the accounts. */
    async erase({ owner, emailHash }: { owner: string; emailHash: string }): Promise<number> {
      const { rows } = await pool.query<{ orders: number }>(eraseSql, [
        owner,
        emailHash,
        JSON.stringify({ name: 'removed', email: removedEmail }),
        removedEmail,
        'This mail was removed with the account that it was for.',
      ])
      return rows[0]?.orders ?? 0
    },
  }
}

const removedEmail = 'removed@halftone.invalid'

// The bag is taken from the guest by the statement that puts it into the owner's, so a repeat finds nothing to add.
const adoptSql = `
  WITH adopted AS (
    INSERT INTO adopted_guests (guest, owner, at) VALUES ($1, $2, $3) ON CONFLICT (guest) DO NOTHING RETURNING owner
  ), taken AS (
    DELETE FROM carts
     WHERE owner = $1 AND $2 IN (SELECT owner FROM adopted UNION SELECT owner FROM adopted_guests WHERE guest = $1)
    RETURNING lines
  )
  INSERT INTO carts (owner, lines, updated_at) SELECT $2, lines, $3 FROM taken
  ON CONFLICT (owner) DO UPDATE SET updated_at = excluded.updated_at, lines = (
    SELECT coalesce(jsonb_agg(jsonb_build_object('sku', sku, 'quantity', quantity) ORDER BY place), '[]')
      FROM (SELECT line ->> 'sku' AS sku, max((line ->> 'quantity')::int) AS quantity, min(place) AS place
              FROM jsonb_array_elements(carts.lines || excluded.lines) WITH ORDINALITY AS both_bags (line, place)
             GROUP BY 1 ORDER BY 3 LIMIT 20) AS merged)`

const eraseSql = `
  WITH theirs AS (
    SELECT $1::text AS owner UNION SELECT guest FROM adopted_guests WHERE owner = $1
  ), found AS (
    SELECT id FROM orders WHERE owner IN (SELECT owner FROM theirs)
    UNION SELECT id FROM orders WHERE email_hash(contact ->> 'email') = $2
  ), orders_erased AS (
    UPDATE orders SET contact = $3::jsonb, address = jsonb_build_object(
             'line1', 'removed', 'city', 'removed', 'postalCode', 'removed', 'country', address -> 'country')
     WHERE id IN (SELECT id FROM found)
    RETURNING id
  ), mails_erased AS (
    UPDATE mails SET recipient = $4, text = $5 WHERE order_id IN (SELECT id FROM found) OR email_hash(recipient) = $2
  ), account_mails_erased AS (
    DELETE FROM account_mails WHERE email_hash(recipient) = $2
  ), carts_erased AS (
    DELETE FROM carts WHERE owner IN (SELECT owner FROM theirs)
  )
  SELECT count(*)::int AS orders FROM orders_erased`
