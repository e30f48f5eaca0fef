-- Order per aggregate, replay to one subscriber, and a canary for every queue; see packages/messaging. The same in every
-- service that sends or receives.

ALTER TABLE outbox ADD COLUMN version integer;
ALTER TABLE deliveries
  ADD COLUMN after_id uuid,
  ADD COLUMN replays integer NOT NULL DEFAULT 0;

CREATE TABLE canaries (
  queue text PRIMARY KEY,
  sent_at timestamptz(3) NOT NULL,
  taken_at timestamptz(3)
) WITH (fillfactor = 50);
