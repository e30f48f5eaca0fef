-- How a message crosses; see packages/messaging. The same in every service that sends or receives.

CREATE TABLE outbox (
  id uuid PRIMARY KEY,
  kind text NOT NULL CHECK (kind IN ('event', 'command')),
  name text NOT NULL,
  aggregate_id text NOT NULL,
  payload jsonb NOT NULL,
  traceparent text,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  claimed_until timestamptz(3),
  relayed_at timestamptz(3)
) WITH (fillfactor = 70);
CREATE INDEX outbox_unrelayed ON outbox (created_at) WHERE relayed_at IS NULL;
CREATE INDEX outbox_by_aggregate ON outbox (aggregate_id);
CREATE INDEX outbox_by_time ON outbox USING brin (created_at);

CREATE TABLE deliveries (
  message_id uuid NOT NULL REFERENCES outbox (id) ON UPDATE CASCADE ON DELETE CASCADE,
  queue text NOT NULL,
  sends integer NOT NULL DEFAULT 0,
  sent_at timestamptz(3),
  due_at timestamptz(3),
  acknowledged_at timestamptz(3),
  PRIMARY KEY (message_id, queue)
) WITH (fillfactor = 70);
CREATE INDEX deliveries_unacknowledged ON deliveries (due_at) WHERE acknowledged_at IS NULL;

CREATE TABLE inbox (
  consumer text NOT NULL,
  message_id uuid NOT NULL,
  received_at timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (consumer, message_id)
);
CREATE INDEX inbox_by_time ON inbox USING brin (received_at);

CREATE TABLE dead_letters (
  id uuid PRIMARY KEY,
  queue text NOT NULL,
  consumer text NOT NULL,
  message_id uuid NOT NULL,
  sender text NOT NULL,
  name text NOT NULL,
  payload jsonb NOT NULL,
  traceparent text,
  reason text NOT NULL,
  attempts integer NOT NULL,
  history jsonb NOT NULL,
  failed_at timestamptz(3) NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX dead_letters_once ON dead_letters (consumer, message_id);
CREATE INDEX dead_letters_by_time ON dead_letters (failed_at);

CREATE TABLE schedules (
  name text PRIMARY KEY,
  owner uuid NOT NULL,
  due_at timestamptz(3) NOT NULL,
  leased_until timestamptz(3)
);
