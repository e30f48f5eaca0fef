-- Reservations that come at the same moment are decided together: one lock and one commit for all of them. A hot print is
-- one row, and whoever changes it alone makes everybody else wait for a whole commit.

DROP FUNCTION reserve_stock(uuid, jsonb, timestamptz, timestamptz);

-- `asked`: [{"order_id", "lines": [{"sku", "quantity"}], "until", "moment"}], decided in this order, so that the last prints
-- go to whoever was first. Locks as all moves do: reservations and then stock, each in the order of its key.
CREATE FUNCTION reserve_stock(asked jsonb) RETURNS TABLE (reserved_for uuid, move jsonb) LANGUAGE plpgsql AS $$
DECLARE
  fresh jsonb;
  skus text[];
  left_over jsonb;
  held uuid[] := '{}';
  lacking text;
  one record;
BEGIN
  WITH written AS (
    INSERT INTO reservation (order_id, state, expires_at, changed_at)
    SELECT order_id, 'held', until, moment
      FROM jsonb_to_recordset(asked) AS ask (order_id uuid, until timestamptz, moment timestamptz)
     ORDER BY order_id
    ON CONFLICT (order_id) DO NOTHING
    RETURNING order_id)
  SELECT jsonb_object_agg(order_id, true) INTO fresh FROM written;

  skus := ARRAY(SELECT DISTINCT line ->> 'sku'
                  FROM jsonb_array_elements(asked) AS ask, jsonb_array_elements(ask -> 'lines') AS line
                 WHERE fresh ? (ask ->> 'order_id'));
  PERFORM lock_stock(skus);
  SELECT jsonb_object_agg(sku, on_hand - reserved) INTO left_over FROM stock WHERE sku = ANY (skus);

  FOR one IN SELECT (ask ->> 'order_id')::uuid AS order_id, ask -> 'lines' AS lines
               FROM jsonb_array_elements(asked) AS ask WHERE fresh ? (ask ->> 'order_id') LOOP
    CONTINUE WHEN one.order_id = ANY (held);
    SELECT min(sku) INTO lacking FROM jsonb_to_recordset(one.lines) AS line (sku text, quantity integer)
     WHERE quantity > coalesce((left_over ->> sku)::integer, 0);
    IF lacking IS NOT NULL THEN
      UPDATE reservation SET state = 'refused', refused_sku = lacking, expires_at = NULL WHERE order_id = one.order_id;
    ELSE
      held := held || one.order_id;
      left_over := left_over || (
        SELECT jsonb_object_agg(sku, (left_over ->> sku)::integer - quantity)
          FROM jsonb_to_recordset(one.lines) AS line (sku text, quantity integer));
      INSERT INTO reservation_line (order_id, sku, quantity)
      SELECT one.order_id, sku, quantity FROM jsonb_to_recordset(one.lines) AS line (sku text, quantity integer);
    END IF;
  END LOOP;
  PERFORM move_stock(held, 'reserved', 0, 1, 0, max(ask.moment)) FROM jsonb_to_recordset(asked) AS ask (moment timestamptz);

  RETURN QUERY
    SELECT order_id, CASE
      WHEN state IN ('held', 'committed') THEN jsonb_build_object('event', 'stockReserved', 'facts', jsonb_build_object(
        'expiresAt', to_char(expires_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')))
      ELSE refused(refused_sku) END
      FROM reservation WHERE order_id IN (SELECT (ask ->> 'order_id')::uuid FROM jsonb_array_elements(asked) AS ask);
END $$;
