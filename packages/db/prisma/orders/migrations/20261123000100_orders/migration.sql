-- Orders with their history, money and saga. What must always hold is a constraint here, not a habit of the code.

CREATE DOMAIN order_status AS text CHECK (VALUE IN
  ('pending', 'reserved', 'paid', 'confirmed', 'shipped', 'delivered', 'rejected', 'cancelled', 'returned'));

CREATE TABLE orders (
  id uuid PRIMARY KEY,
  number text NOT NULL CHECK (number ~ '^HT-[0-9A-HJKMNP-TV-Z]{6}$'),
  owner text NOT NULL CHECK (owner ~ '^[a-z]+:.+$'),
  status order_status NOT NULL,
  reason text CHECK (reason IN ('out_of_stock', 'payment_declined', 'payment_unavailable')),
  total_amount integer NOT NULL CHECK (total_amount > 0),
  currency text NOT NULL DEFAULT 'EUR' CHECK (currency = 'EUR'),
  contact jsonb NOT NULL,
  address jsonb NOT NULL,
  placed_at timestamptz(3) NOT NULL,
  status_at timestamptz(3) NOT NULL,
  version integer NOT NULL DEFAULT 1 CHECK (version > 0),
  CONSTRAINT orders_reason_if_rejected CHECK ((status = 'rejected') = (reason IS NOT NULL))
) WITH (fillfactor = 70);
CREATE UNIQUE INDEX orders_number_key ON orders (number);
CREATE INDEX orders_by_owner ON orders (owner, id DESC);
CREATE INDEX orders_to_ship ON orders (status_at) WHERE status = 'confirmed';

CREATE TABLE order_lines (
  order_id uuid NOT NULL REFERENCES orders (id) ON UPDATE CASCADE ON DELETE CASCADE,
  position integer NOT NULL CHECK (position BETWEEN 1 AND 20),
  sku text NOT NULL,
  slug text NOT NULL,
  title text NOT NULL,
  size text NOT NULL CHECK (size IN ('a3', 'a2', 'a1')),
  quantity integer NOT NULL CHECK (quantity BETWEEN 1 AND 10),
  unit_amount integer NOT NULL CHECK (unit_amount > 0),
  edition integer NOT NULL CHECK (edition > 0),
  numbers integer[] NOT NULL DEFAULT '{}',
  PRIMARY KEY (order_id, sku),
  CONSTRAINT order_lines_all_numbers_or_none CHECK (cardinality(numbers) IN (0, quantity)),
  CONSTRAINT order_lines_numbers_in_edition CHECK (1 <= ALL (numbers) AND edition >= ALL (numbers))
) WITH (fillfactor = 80);
CREATE INDEX order_lines_by_slug ON order_lines (slug);

CREATE TABLE timeline (
  order_id uuid NOT NULL REFERENCES orders (id) ON UPDATE CASCADE ON DELETE CASCADE,
  seq integer NOT NULL CHECK (seq > 0),
  at timestamptz(3) NOT NULL,
  status order_status NOT NULL,
  note text,
  PRIMARY KEY (order_id, seq)
);

CREATE TABLE idempotency_keys (
  principal text NOT NULL,
  operation text NOT NULL,
  key text NOT NULL CHECK (length(key) BETWEEN 1 AND 255),
  request_hash text NOT NULL,
  status integer NOT NULL,
  result json NOT NULL,
  created_at timestamptz(3) NOT NULL,
  PRIMARY KEY (principal, operation, key)
);
CREATE INDEX idempotency_keys_by_time ON idempotency_keys USING brin (created_at);

CREATE TABLE sagas (
  order_id uuid PRIMARY KEY REFERENCES orders (id) ON UPDATE CASCADE ON DELETE CASCADE,
  name text NOT NULL,
  state text NOT NULL CHECK (state IN ('running', 'undoing', 'done', 'undone')),
  deadline_at timestamptz(3),
  CONSTRAINT sagas_wait_only_while_moving CHECK ((state IN ('running', 'undoing')) = (deadline_at IS NOT NULL))
) WITH (fillfactor = 70);
CREATE INDEX sagas_by_deadline ON sagas (deadline_at) WHERE deadline_at IS NOT NULL;

CREATE TABLE saga_steps (
  order_id uuid NOT NULL REFERENCES sagas (order_id) ON UPDATE CASCADE ON DELETE CASCADE,
  position integer NOT NULL CHECK (position > 0),
  name text NOT NULL,
  state text NOT NULL CHECK (state IN ('waiting', 'running', 'done', 'refused', 'undoing', 'undone')),
  sends integer NOT NULL DEFAULT 0 CHECK (sends >= 0),
  deadline_at timestamptz(3),
  started_at timestamptz(3),
  ended_at timestamptz(3),
  PRIMARY KEY (order_id, position)
) WITH (fillfactor = 70);

CREATE TABLE payments (
  order_id uuid PRIMARY KEY REFERENCES orders (id) ON UPDATE CASCADE ON DELETE CASCADE,
  state text NOT NULL CHECK (state IN
    ('requested', 'charging', 'captured', 'declined', 'unavailable', 'abandoned', 'refunding', 'refunded')),
  amount integer NOT NULL CHECK (amount > 0),
  token text,
  attempts integer NOT NULL DEFAULT 0 CHECK (attempts >= 0),
  busy_until timestamptz(3),
  charge_id text,
  refund_id text,
  CONSTRAINT payments_charge_if_captured CHECK ((state IN ('captured', 'refunding', 'refunded')) = (charge_id IS NOT NULL)),
  CONSTRAINT payments_refund_if_refunded CHECK ((state = 'refunded') = (refund_id IS NOT NULL)),
  CONSTRAINT payments_card_while_open CHECK ((state IN ('requested', 'charging')) = (token IS NOT NULL))
) WITH (fillfactor = 70);
CREATE UNIQUE INDEX payments_charge_id_key ON payments (charge_id);
CREATE UNIQUE INDEX payments_refund_id_key ON payments (refund_id);

CREATE TABLE carts (
  owner text PRIMARY KEY,
  lines jsonb NOT NULL,
  updated_at timestamptz(3) NOT NULL
);

CREATE TABLE mails (
  order_id uuid NOT NULL REFERENCES orders (id) ON UPDATE CASCADE ON DELETE CASCADE,
  kind text NOT NULL CHECK (kind IN ('order_confirmed', 'order_rejected', 'order_cancelled')),
  recipient text NOT NULL,
  subject text NOT NULL,
  text text NOT NULL,
  at timestamptz(3) NOT NULL,
  PRIMARY KEY (order_id, kind)
);
CREATE INDEX mails_by_time ON mails (at DESC);
