-- Everybody who wants a hot print waits for its pile, and the pile is locked until the commit. So a group of reservations
-- writes all that it needs first, as if there were enough for all, and locks last; only when there was not, it takes
-- something back. What is asked comes as arrays, which cost a fraction of the same in JSON, and the statements are planned
-- once: planning them anew took longer than carrying them out.

DROP FUNCTION reserve_stock(jsonb);
DROP FUNCTION share_out(jsonb, uuid[]);
DROP FUNCTION asked_lines(jsonb);

-- Decides on orders in the order of the array, so that the last prints go to whoever was first. Their lines are three arrays
-- of the same length. Locks as all moves do: reservations and then stock, each in the order of its key.
CREATE FUNCTION reserve_stock(
  orders uuid[], untils timestamptz[], moments timestamptz[], line_orders uuid[], line_skus text[], line_quantities integer[]
) RETURNS TABLE (reserved_for uuid, move jsonb) LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $$
DECLARE
  held uuid[];
  skus text[];
  sums integer[];
  too_many boolean;
BEGIN
  -- What is not there even before the lock is refused at once.
  WITH lacking AS (
    SELECT order_id, min(sku) AS sku
      FROM unnest(line_orders, line_skus, line_quantities) AS line (order_id, sku, quantity) LEFT JOIN stock USING (sku)
     WHERE quantity > coalesce(on_hand - reserved, 0) GROUP BY order_id
  ), fresh AS (
    INSERT INTO reservation (order_id, state, expires_at, refused_sku, changed_at)
    SELECT order_id, CASE WHEN sku IS NULL THEN 'held' ELSE 'refused' END, CASE WHEN sku IS NULL THEN until END, sku, moment
      FROM unnest(orders, untils, moments) AS ask (order_id, until, moment) LEFT JOIN lacking USING (order_id)
     ORDER BY order_id
    ON CONFLICT DO NOTHING
    RETURNING order_id, state)
  SELECT array_agg(order_id) INTO held FROM fresh WHERE state = 'held';

  WITH line AS (
    INSERT INTO reservation_line (order_id, sku, quantity)
    SELECT DISTINCT order_id, sku, quantity
      FROM unnest(line_orders, line_skus, line_quantities) AS line (order_id, sku, quantity) JOIN unnest(held) AS order_id USING (order_id)
    RETURNING order_id, sku, quantity
  ), written AS (
    INSERT INTO stock_movement (sku, order_id, kind, reserved, at)
    SELECT sku, order_id, 'reserved', quantity, (SELECT max(moment) FROM unnest(moments) AS moment) FROM line)
  SELECT array_agg(sku), array_agg(quantity) INTO skus, sums
    FROM (SELECT sku, sum(quantity)::integer AS quantity FROM line GROUP BY sku) AS pile;

  SELECT bool_or(quantity > on_hand - reserved) INTO too_many
    FROM (SELECT sku, on_hand, reserved FROM stock WHERE sku = ANY (skus) ORDER BY sku FOR NO KEY UPDATE) AS pile
    JOIN unnest(skus, sums) AS line (sku, quantity) USING (sku);
  IF too_many THEN
    PERFORM share_out(ARRAY(SELECT order_id FROM unnest(orders) WITH ORDINALITY AS ask (order_id, place)
                             WHERE order_id = ANY (held) GROUP BY order_id ORDER BY min(place)));
    SELECT array_agg(sku), array_agg(quantity) INTO skus, sums
      FROM (SELECT sku, sum(quantity)::integer AS quantity FROM reservation_line WHERE order_id = ANY (held) GROUP BY sku) AS pile;
  END IF;
  UPDATE stock SET reserved = reserved + quantity FROM unnest(skus, sums) AS line (sku, quantity) WHERE stock.sku = line.sku;

  RETURN QUERY
    SELECT order_id, CASE
      WHEN state IN ('held', 'committed') THEN jsonb_build_object('event', 'stockReserved', 'facts', jsonb_build_object(
        'expiresAt', to_char(expires_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')))
      ELSE refused(refused_sku) END
      FROM reservation WHERE order_id = ANY (orders);
END $$;

-- There is not enough for all: the orders take what is left one after the other, and an order that cannot have all of its
-- lines leaves everything to the next. Who gets nothing is refused, and what was written for them is taken back.
CREATE FUNCTION share_out(orders uuid[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  left_over jsonb;
  lacking text;
  one uuid;
BEGIN
  SELECT jsonb_object_agg(sku, on_hand - reserved) INTO left_over
    FROM stock WHERE sku IN (SELECT sku FROM reservation_line WHERE order_id = ANY (orders));
  FOREACH one IN ARRAY orders LOOP
    SELECT min(sku) INTO lacking FROM reservation_line
     WHERE order_id = one AND quantity > (left_over ->> sku)::integer;
    IF lacking IS NULL THEN
      left_over := left_over || (
        SELECT jsonb_object_agg(sku, (left_over ->> sku)::integer - quantity) FROM reservation_line WHERE order_id = one);
    ELSE
      UPDATE reservation SET state = 'refused', refused_sku = lacking, expires_at = NULL WHERE order_id = one;
      DELETE FROM stock_movement WHERE order_id = one;
      DELETE FROM reservation_line WHERE order_id = one;
    END IF;
  END LOOP;
END $$;

-- The other moves find all by key too.
ALTER FUNCTION commit_stock(uuid, timestamptz) SET plan_cache_mode = force_generic_plan SET enable_seqscan = off;
ALTER FUNCTION release_stock(uuid, timestamptz) SET plan_cache_mode = force_generic_plan SET enable_seqscan = off;
ALTER FUNCTION expire_reservations(uuid[], timestamptz) SET plan_cache_mode = force_generic_plan SET enable_seqscan = off;
