import { askPostgres, databaseOf } from './ask-postgres.ts'

/**
 * Adds so many prints to every edition, and says so in the stock room's ledger, as an adjustment by staff would: a long
 * load must not come to an end of all that can be bought.
 */
export async function raiseEditions(postgresUrl: string, prints: number): Promise<void> {
  await askPostgres(databaseOf(postgresUrl, 'inventory'), (client) => client.query(raiseSql, [prints]))
}

const raiseSql = `
  WITH raised AS (UPDATE stock SET edition = edition + $1, on_hand = on_hand + $1 RETURNING sku)
  INSERT INTO stock_movement (sku, kind, edition, on_hand, reserved, sold, at)
  SELECT sku, 'adjusted', $1, $1, 0, 0, now() FROM raised`
