-- Webhooks of partners; see apps/orders/src/deliver-webhooks.job.ts.

CREATE TABLE webhook_endpoints (
  id uuid PRIMARY KEY,
  owner text NOT NULL,
  url text NOT NULL,
  events text[] NOT NULL CHECK (cardinality(events) > 0),
  state text NOT NULL DEFAULT 'enabled' CHECK (state IN ('enabled', 'disabled')),
  reason text,
  secret_version integer NOT NULL DEFAULT 1 CHECK (secret_version > 0),
  both_until timestamptz(3),
  failing_since timestamptz(3),
  created_at timestamptz(3) NOT NULL,
  CONSTRAINT webhook_endpoints_reason_if_disabled CHECK ((state = 'disabled') = (reason IS NOT NULL))
);
CREATE INDEX webhook_endpoints_by_owner ON webhook_endpoints (owner);

CREATE TABLE webhook_deliveries (
  endpoint_id uuid NOT NULL REFERENCES webhook_endpoints (id) ON UPDATE CASCADE ON DELETE CASCADE,
  event_id uuid NOT NULL,
  order_id uuid NOT NULL,
  type text NOT NULL,
  at timestamptz(3) NOT NULL,
  state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'delivered', 'failed')),
  attempts integer NOT NULL DEFAULT 0,
  due_at timestamptz(3),
  last_at timestamptz(3),
  last_result text,
  created_at timestamptz(3) NOT NULL,
  PRIMARY KEY (endpoint_id, event_id),
  CONSTRAINT webhook_deliveries_due_while_waiting CHECK ((state = 'waiting') = (due_at IS NOT NULL))
) WITH (fillfactor = 70);
CREATE INDEX webhook_deliveries_due ON webhook_deliveries (endpoint_id, due_at) WHERE state = 'waiting';
CREATE INDEX webhook_deliveries_by_time ON webhook_deliveries USING brin (created_at);

-- No partner had a webhook when these were sent.
INSERT INTO deliveries (message_id, queue, sends, sent_at, acknowledged_at)
SELECT id, 'orders.partners', 1, relayed_at, now() FROM outbox
 WHERE relayed_at IS NOT NULL AND name LIKE 'orders.order%' AND name <> 'orders.orderPlaced';
