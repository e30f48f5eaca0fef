-- Reservations that come at the same moment are decided together: one lock and one commit for all of them. A hot print is
-- one row, and whoever changes it alone makes everybody else wait for a whole commit.

DROP FUNCTION reserve_stock(uuid, jsonb, timestamptz, timestamptz);

CREATE FUNCTION asked_lines(asked jsonb) RETURNS TABLE (order_id uuid, sku text, quantity integer) LANGUAGE sql STABLE AS $$
  SELECT ask.order_id, line.sku, line.quantity
    FROM jsonb_to_recordset(asked) AS ask (order_id uuid, lines jsonb),
         jsonb_to_recordset(ask.lines) AS line (sku text, quantity integer)
$$;

-- `asked`: [{"order_id", "lines": [{"sku", "quantity"}], "until", "moment"}], decided in this order, so that the last prints
-- go to whoever was first. Locks as all moves do: reservations and then stock, each in the order of its key.
CREATE FUNCTION reserve_stock(asked jsonb) RETURNS TABLE (reserved_for uuid, move jsonb) LANGUAGE plpgsql AS $$
DECLARE
  orders uuid[];
  held uuid[];
BEGIN
  WITH fresh AS (
    INSERT INTO reservation (order_id, state, expires_at, changed_at)
    SELECT ask.order_id, 'held', until, moment
      FROM jsonb_to_recordset(asked) AS ask (order_id uuid, until timestamptz, moment timestamptz)
     ORDER BY ask.order_id
    ON CONFLICT DO NOTHING
    RETURNING order_id)
  SELECT array_agg(order_id) INTO orders FROM fresh;

  PERFORM lock_stock(ARRAY(SELECT sku FROM asked_lines(asked) WHERE order_id = ANY (orders)));
  IF EXISTS (SELECT FROM asked_lines(asked) LEFT JOIN stock USING (sku) WHERE order_id = ANY (orders)
              GROUP BY sku, on_hand, reserved HAVING sum(quantity) > coalesce(on_hand - reserved, 0)) THEN
    held := share_out(asked, orders);
  ELSE
    held := orders;
  END IF;
  INSERT INTO reservation_line (order_id, sku, quantity)
  SELECT DISTINCT order_id, sku, quantity FROM asked_lines(asked) WHERE order_id = ANY (held);
  PERFORM move_stock(held, 'reserved', 0, 1, 0, (SELECT max(moment) FROM jsonb_to_recordset(asked) AS ask (moment timestamptz)));

  RETURN QUERY
    SELECT order_id, CASE
      WHEN state IN ('held', 'committed') THEN jsonb_build_object('event', 'stockReserved', 'facts', jsonb_build_object(
        'expiresAt', to_char(expires_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')))
      ELSE refused(refused_sku) END
      FROM reservation WHERE order_id = ANY (ARRAY(SELECT ask.order_id FROM jsonb_to_recordset(asked) AS ask (order_id uuid)));
END $$;

-- There is not enough for all: the orders take what is left one after the other, and an order that cannot have all of its
-- lines leaves everything to the next. Returns who has a share, and refuses the others.
CREATE FUNCTION share_out(asked jsonb, orders uuid[]) RETURNS uuid[] LANGUAGE plpgsql AS $$
DECLARE
  held uuid[] := '{}';
  seen uuid[] := '{}';
  left_over jsonb;
  lacking text;
  one record;
BEGIN
  SELECT jsonb_object_agg(sku, on_hand - reserved) INTO left_over
    FROM stock WHERE sku IN (SELECT sku FROM asked_lines(asked));
  FOR one IN SELECT order_id, lines FROM jsonb_to_recordset(asked) AS ask (order_id uuid, lines jsonb) LOOP
    CONTINUE WHEN NOT one.order_id = ANY (orders) OR one.order_id = ANY (seen);
    seen := seen || one.order_id;
    SELECT min(sku) INTO lacking FROM jsonb_to_recordset(one.lines) AS line (sku text, quantity integer)
     WHERE quantity > coalesce((left_over ->> sku)::integer, 0);
    IF lacking IS NULL THEN
      held := held || one.order_id;
      left_over := left_over || (
        SELECT jsonb_object_agg(sku, (left_over ->> sku)::integer - quantity)
          FROM jsonb_to_recordset(one.lines) AS line (sku text, quantity integer));
    ELSE
      UPDATE reservation SET state = 'refused', refused_sku = lacking, expires_at = NULL WHERE order_id = one.order_id;
    END IF;
  END LOOP;
  RETURN held;
END $$;
