-- The lab's notebook: notes that are told in two ways, for a day.

CREATE TABLE lab_notes (
  id uuid PRIMARY KEY,
  run uuid NOT NULL,
  way text NOT NULL CHECK (way IN ('outbox', 'dual-write')),
  position int NOT NULL,
  at timestamptz(3) NOT NULL,
  taken_at timestamptz(3)
);
CREATE INDEX lab_notes_by_run ON lab_notes (run);
CREATE INDEX lab_notes_by_time ON lab_notes (at);
