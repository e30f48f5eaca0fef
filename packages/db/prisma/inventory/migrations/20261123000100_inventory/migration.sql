-- The catalogue.

CREATE TABLE collection (
  slug text PRIMARY KEY,
  title text NOT NULL
);

CREATE TABLE print (
  slug text PRIMARY KEY,
  title text NOT NULL,
  artist text NOT NULL,
  description text NOT NULL,
  collection text NOT NULL REFERENCES collection (slug),
  palette text NOT NULL,
  year integer NOT NULL,
  released_at timestamptz(3) NOT NULL,
  sort_title text NOT NULL GENERATED ALWAYS AS
    (regexp_replace(regexp_replace(lower(title), '(\d+)', '00000\1', 'g'), '0*(\d{6})', '\1', 'g')) STORED,
  -- Every text twice: as it is, for the beginnings of words and names; and stemmed, so that "glaciers" finds a glacier.
  words tsvector GENERATED ALWAYS AS (
    setweight(to_tsvector('simple', title), 'A') || setweight(to_tsvector('english', title), 'A') ||
    setweight(to_tsvector('simple', artist || ' ' || collection), 'B') ||
    setweight(to_tsvector('english', collection), 'B') ||
    setweight(to_tsvector('simple', palette), 'C') ||
    setweight(to_tsvector('simple', description), 'D') || setweight(to_tsvector('english', description), 'D')
  ) STORED
);
CREATE INDEX print_by_words ON print USING gin (words);
CREATE INDEX print_by_release ON print (released_at DESC, slug);

CREATE TABLE variant (
  sku text PRIMARY KEY,
  slug text NOT NULL REFERENCES print (slug),
  size text NOT NULL CHECK (size IN ('a3', 'a2', 'a1')),
  price integer NOT NULL CHECK (price > 0)
);
CREATE UNIQUE INDEX variant_once ON variant (slug, size);

-- The stock room.

CREATE TABLE stock (
  sku text PRIMARY KEY REFERENCES variant (sku),
  edition integer NOT NULL,
  on_hand integer NOT NULL CHECK (on_hand >= 0),
  reserved integer NOT NULL DEFAULT 0 CHECK (reserved >= 0),
  sold integer NOT NULL DEFAULT 0 CHECK (sold >= 0),
  CONSTRAINT stock_equation CHECK (on_hand + sold = edition),
  CONSTRAINT stock_not_oversold CHECK (reserved <= on_hand)
) WITH (fillfactor = 50);

CREATE TABLE reservation (
  order_id uuid PRIMARY KEY,
  state text NOT NULL CHECK (state IN ('held', 'refused', 'committed', 'released', 'expired')),
  expires_at timestamptz(3),
  refused_sku text,
  changed_at timestamptz(3) NOT NULL,
  CHECK (state <> 'held' OR expires_at IS NOT NULL),
  CHECK (state = 'refused' OR refused_sku IS NULL)
) WITH (fillfactor = 80);
CREATE INDEX reservation_due ON reservation (expires_at) WHERE state = 'held';

CREATE TABLE reservation_line (
  order_id uuid NOT NULL REFERENCES reservation (order_id),
  sku text NOT NULL REFERENCES variant (sku),
  quantity integer NOT NULL CHECK (quantity > 0),
  PRIMARY KEY (order_id, sku)
);

CREATE TABLE edition_number (
  sku text NOT NULL REFERENCES stock (sku),
  number integer NOT NULL CHECK (number > 0),
  order_id uuid NOT NULL REFERENCES reservation (order_id),
  PRIMARY KEY (sku, number)
);
CREATE INDEX edition_number_by_order ON edition_number (order_id);

CREATE TABLE stock_movement (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  sku text NOT NULL REFERENCES stock (sku),
  order_id uuid,
  kind text NOT NULL
    CHECK (kind IN ('opened', 'adjusted', 'reserved', 'committed', 'released', 'restocked', 'expired')),
  edition integer NOT NULL DEFAULT 0,
  on_hand integer NOT NULL DEFAULT 0,
  reserved integer NOT NULL DEFAULT 0,
  sold integer NOT NULL DEFAULT 0,
  at timestamptz(3) NOT NULL,
  CONSTRAINT stock_movement_equation CHECK (on_hand + sold = edition)
);
-- An order moves a SKU at most once in each way.
CREATE UNIQUE INDEX stock_movement_once ON stock_movement (order_id, sku, kind);
CREATE INDEX stock_movement_by_sku ON stock_movement (sku, id);

-- The moves. They are functions because each of their statements sees what was committed while the one before waited for
-- a lock; one statement with CTEs would decide by a snapshot from before the wait. All of them lock the reservation
-- first and then the stock in the order of its SKU, so that no two orders ever wait for each other.
-- Each returns {"event", "facts"}: which event of the contract answers, and what only the database knows of it.

CREATE FUNCTION lock_stock(skus text[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM stock WHERE sku = ANY (skus) ORDER BY sku FOR NO KEY UPDATE;
END $$;

-- Moves all that the orders hold between the piles (each factor is -1, 0 or 1) and writes it into the ledger.
CREATE FUNCTION move_stock(orders uuid[], move text, to_hand integer, to_reserved integer, to_sold integer, moment timestamptz)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM lock_stock(ARRAY(SELECT sku FROM reservation_line WHERE order_id = ANY (orders)));
  UPDATE stock
     SET on_hand = on_hand + to_hand * line.quantity,
         reserved = reserved + to_reserved * line.quantity,
         sold = sold + to_sold * line.quantity
    FROM (SELECT sku, sum(quantity)::integer AS quantity
            FROM reservation_line WHERE order_id = ANY (orders) GROUP BY sku) AS line
   WHERE stock.sku = line.sku;
  INSERT INTO stock_movement (sku, order_id, kind, on_hand, reserved, sold, at)
  SELECT sku, order_id, move, to_hand * quantity, to_reserved * quantity, to_sold * quantity, moment
    FROM reservation_line WHERE order_id = ANY (orders);
END $$;

CREATE FUNCTION refused(sku text) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
  SELECT jsonb_build_object('event', 'stockRefused', 'facts', jsonb_build_object('sku', sku))
$$;

CREATE FUNCTION reserve_stock(the_order uuid, the_lines jsonb, until timestamptz, moment timestamptz)
RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
  known reservation;
  lacking text;
BEGIN
  INSERT INTO reservation (order_id, state, expires_at, changed_at) VALUES (the_order, 'held', until, moment)
  ON CONFLICT (order_id) DO NOTHING;
  IF FOUND THEN
    PERFORM lock_stock(ARRAY(SELECT line ->> 'sku' FROM jsonb_array_elements(the_lines) AS line));
    SELECT line.sku INTO lacking
      FROM jsonb_to_recordset(the_lines) AS line (sku text, quantity integer)
      LEFT JOIN stock USING (sku)
     WHERE line.quantity > coalesce(stock.on_hand - stock.reserved, 0)
     ORDER BY line.sku LIMIT 1;
    IF FOUND THEN
      UPDATE reservation SET state = 'refused', refused_sku = lacking, expires_at = NULL WHERE order_id = the_order;
    ELSE
      INSERT INTO reservation_line (order_id, sku, quantity)
      SELECT the_order, sku, quantity FROM jsonb_to_recordset(the_lines) AS line (sku text, quantity integer);
      PERFORM move_stock(ARRAY[the_order], 'reserved', 0, 1, 0, moment);
    END IF;
  END IF;
  SELECT * INTO known FROM reservation WHERE order_id = the_order;
  IF known.state NOT IN ('held', 'committed') THEN
    RETURN refused(known.refused_sku);
  END IF;
  RETURN jsonb_build_object('event', 'stockReserved', 'facts', jsonb_build_object(
    'expiresAt', to_char(known.expires_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')));
END $$;

CREATE FUNCTION commit_stock(the_order uuid, moment timestamptz) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
  found_state text;
BEGIN
  SELECT state INTO found_state FROM reservation WHERE order_id = the_order FOR UPDATE;
  IF found_state IS DISTINCT FROM 'held' AND found_state IS DISTINCT FROM 'committed' THEN
    RETURN refused(NULL);
  END IF;
  IF found_state = 'held' THEN
    UPDATE reservation SET state = 'committed', changed_at = moment WHERE order_id = the_order;
    PERFORM move_stock(ARRAY[the_order], 'committed', -1, -1, 1, moment);
    INSERT INTO edition_number (sku, number, order_id)
    SELECT line.sku, free.number, the_order
      FROM reservation_line AS line
      JOIN stock USING (sku)
     CROSS JOIN LATERAL (
       SELECT candidate AS number FROM generate_series(1, stock.edition) AS candidate
        WHERE NOT EXISTS (SELECT 1 FROM edition_number AS taken WHERE taken.sku = line.sku AND taken.number = candidate)
        ORDER BY candidate LIMIT line.quantity) AS free
     WHERE line.order_id = the_order;
  END IF;
  RETURN jsonb_build_object('event', 'stockCommitted', 'facts', jsonb_build_object('lines', (
    SELECT jsonb_agg(jsonb_build_object('sku', sku, 'numbers', numbers) ORDER BY sku)
      FROM (SELECT sku, jsonb_agg(number ORDER BY number) AS numbers
              FROM edition_number WHERE order_id = the_order GROUP BY sku) AS line)));
END $$;

CREATE FUNCTION release_stock(the_order uuid, moment timestamptz) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
  found_state text;
BEGIN
  -- Nothing was reserved yet: the row forbids it from now on.
  INSERT INTO reservation (order_id, state, changed_at) VALUES (the_order, 'released', moment)
  ON CONFLICT (order_id) DO NOTHING;
  IF NOT FOUND THEN
    SELECT state INTO found_state FROM reservation WHERE order_id = the_order FOR UPDATE;
    IF found_state IN ('held', 'committed') THEN
      UPDATE reservation SET state = 'released', changed_at = moment WHERE order_id = the_order;
    END IF;
    IF found_state = 'held' THEN
      PERFORM move_stock(ARRAY[the_order], 'released', 0, -1, 0, moment);
    ELSIF found_state = 'committed' THEN
      PERFORM move_stock(ARRAY[the_order], 'restocked', 1, 0, -1, moment);
      DELETE FROM edition_number WHERE order_id = the_order;
    END IF;
  END IF;
  RETURN jsonb_build_object('event', 'stockReleased', 'facts', jsonb_build_object());
END $$;

-- Ends those of the holds that are past their time and that nobody is working on; returns which.
CREATE FUNCTION expire_reservations(orders uuid[], moment timestamptz) RETURNS SETOF uuid LANGUAGE plpgsql AS $$
DECLARE
  due uuid[];
BEGIN
  due := ARRAY(SELECT order_id FROM reservation
                WHERE order_id = ANY (orders) AND state = 'held' AND expires_at <= moment
                ORDER BY order_id FOR UPDATE SKIP LOCKED);
  UPDATE reservation SET state = 'expired', changed_at = moment WHERE order_id = ANY (due);
  PERFORM move_stock(due, 'expired', 0, -1, 0, moment);
  RETURN QUERY SELECT unnest(due);
END $$;
