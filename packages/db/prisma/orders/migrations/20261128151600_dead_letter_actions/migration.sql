-- What people do about a dead letter; see packages/messaging. The same in every service that receives messages.

DROP INDEX dead_letters_by_time;
ALTER TABLE dead_letters
  ADD COLUMN state text NOT NULL DEFAULT 'waiting',
  ADD COLUMN revision integer NOT NULL DEFAULT 1,
  ADD COLUMN edited jsonb,
  ADD COLUMN replays integer NOT NULL DEFAULT 0,
  ADD COLUMN due_at timestamptz(3),
  ADD COLUMN closed_at timestamptz(3);
ALTER TABLE dead_letters
  ADD CONSTRAINT dead_letters_state CHECK (state IN ('waiting', 'replaying', 'replayed', 'dropped')),
  ADD CONSTRAINT dead_letters_closed CHECK ((closed_at IS NOT NULL) = (state IN ('replayed', 'dropped'))),
  ADD CONSTRAINT dead_letters_due CHECK ((due_at IS NOT NULL) = (state = 'replaying'));
CREATE INDEX dead_letters_by_state ON dead_letters (state, failed_at DESC, id DESC);
CREATE INDEX dead_letters_due_by ON dead_letters (due_at) WHERE state = 'replaying';

-- Entries had no kind before, and nobody knew when they were.
UPDATE dead_letters
   SET history = coalesce(
         (SELECT jsonb_agg('{"kind": "failed", "at": null}'::jsonb || entry ORDER BY place)
            FROM jsonb_array_elements(history) WITH ORDINALITY AS entries (entry, place)),
         '[]');
