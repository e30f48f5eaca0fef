-- Read models: order history and sales, folded from the events of orders; see apps/orders/src/order-projection.ts.

CREATE TABLE order_journal (
  id uuid PRIMARY KEY,
  order_id uuid NOT NULL,
  name text NOT NULL,
  at timestamptz(3) NOT NULL,
  facts jsonb NOT NULL,
  applied_at timestamptz(3) NOT NULL
);
CREATE INDEX order_journal_by_order ON order_journal (order_id);
CREATE INDEX order_journal_by_time ON order_journal (at);

CREATE TABLE order_history (
  order_id uuid PRIMARY KEY,
  number text,
  owner text,
  total_amount integer,
  lines jsonb,
  reason text,
  placed_at timestamptz(3),
  confirmed_at timestamptz(3),
  rejected_at timestamptz(3),
  shipped_at timestamptz(3),
  delivered_at timestamptz(3),
  cancelled_at timestamptz(3),
  returned_at timestamptz(3)
) WITH (fillfactor = 70);
CREATE INDEX order_history_by_owner ON order_history (owner, order_id DESC);

CREATE TABLE sales (
  order_id uuid NOT NULL,
  sku text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('sold', 'taken_back')),
  slug text NOT NULL,
  at timestamptz(3) NOT NULL,
  quantity integer NOT NULL CHECK ((quantity > 0) = (kind = 'sold')),
  amount integer NOT NULL,
  PRIMARY KEY (order_id, sku, kind)
);
CREATE INDEX sales_by_slug ON sales (slug, at);
CREATE INDEX sales_by_time ON sales (at);

-- A UUID v7 begins with the milliseconds since the epoch (RFC 9562), so an event's id says when it happened.
CREATE FUNCTION event_time(id uuid) RETURNS timestamptz LANGUAGE sql IMMUTABLE STRICT RETURN
  'epoch'::timestamptz + ('x' || left(replace(id::text, '-', ''), 12))::bit(48)::bigint * interval '1 millisecond';

-- What the journal keeps of an event. Events carry ids; what an order was when it was placed never changes, and is read from it.
CREATE FUNCTION event_facts(name text, the_order uuid, payload jsonb) RETURNS jsonb LANGUAGE sql STABLE RETURN
  coalesce(
    CASE name WHEN 'orders.orderPlaced' THEN (
      SELECT jsonb_build_object('number', o.number, 'owner', o.owner, 'totalAmount', o.total_amount, 'lines', (
               SELECT jsonb_agg(jsonb_build_object('sku', l.sku, 'slug', l.slug, 'quantity', l.quantity, 'unitAmount', l.unit_amount)
                                ORDER BY l.position)
                 FROM order_lines l WHERE l.order_id = o.id))
        FROM orders o WHERE o.id = the_order)
    ELSE jsonb_strip_nulls(jsonb_build_object('reason', payload -> 'reason')) END,
    '{}');

-- The sales in an order's history: its lines once it was confirmed, and once more, below zero, if it was taken back after that.
CREATE FUNCTION sales_of(told order_history) RETURNS SETOF sales LANGUAGE sql IMMUTABLE BEGIN ATOMIC
  SELECT told.order_id, line.sku, turn.kind, line.slug, turn.at::timestamptz(3),
         turn.sign * line.quantity, turn.sign * line.quantity * line."unitAmount"
    FROM jsonb_to_recordset(told.lines) AS line (sku text, slug text, quantity int, "unitAmount" int),
         (VALUES ('sold', told.confirmed_at, 1), ('taken_back', least(told.cancelled_at, told.returned_at), -1))
           AS turn (kind, at, sign)
   WHERE told.confirmed_at IS NOT NULL AND turn.at IS NOT NULL;
END;

-- The fold of the whole journal: what the two tables must be. A rebuild writes it, and whoever doubts compares.
CREATE VIEW order_history_told AS
  SELECT order_id,
         max(facts ->> 'number') AS number,
         max(facts ->> 'owner') AS owner,
         max((facts ->> 'totalAmount')::integer) AS total_amount,
         (array_agg(facts -> 'lines') FILTER (WHERE facts ? 'lines'))[1] AS lines,
         max(facts ->> 'reason') AS reason,
         min(at) FILTER (WHERE name = 'orders.orderPlaced') AS placed_at,
         min(at) FILTER (WHERE name = 'orders.orderConfirmed') AS confirmed_at,
         min(at) FILTER (WHERE name = 'orders.orderRejected') AS rejected_at,
         min(at) FILTER (WHERE name = 'orders.orderShipped') AS shipped_at,
         min(at) FILTER (WHERE name = 'orders.orderDelivered') AS delivered_at,
         min(at) FILTER (WHERE name = 'orders.orderCancelled') AS cancelled_at,
         min(at) FILTER (WHERE name = 'orders.orderReturned') AS returned_at
    FROM order_journal GROUP BY order_id;
CREATE VIEW sales_told AS
  SELECT s.* FROM order_history_told h, sales_of(ROW(h.*)::order_history) s;

-- Orders from before there was a journal: their timeline tells the same, and an event that is still in the outbox keeps its id.
CREATE VIEW order_journal_of_timelines AS
  SELECT coalesce(sent.id, md5(first.order_id || first.name)::uuid) AS id, first.order_id, first.name,
         coalesce(event_time(sent.id), first.at)::timestamptz(3) AS at,
         event_facts(first.name, first.order_id, jsonb_build_object('reason', o.reason)) AS facts
    FROM (SELECT order_id, status, min(at) AS at,
                 'orders.order' || initcap(CASE status WHEN 'pending' THEN 'placed' ELSE status::text END) AS name
            FROM timeline WHERE status NOT IN ('reserved', 'paid') GROUP BY order_id, status) AS first
    JOIN orders o ON o.id = first.order_id
    LEFT JOIN outbox sent ON sent.aggregate_id = first.order_id::text AND sent.name = first.name;
INSERT INTO order_journal SELECT *, at FROM order_journal_of_timelines;
INSERT INTO order_history SELECT * FROM order_history_told;
INSERT INTO sales SELECT * FROM sales_told;
-- What was sent before had nobody to go to; now it has arrived.
INSERT INTO deliveries (message_id, queue, sends, sent_at, acknowledged_at)
SELECT id, 'orders.history', 1, relayed_at, now() FROM outbox WHERE relayed_at IS NOT NULL AND name LIKE 'orders.order%';
