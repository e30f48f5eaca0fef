-- What the checker found, one row a look, for a week.

CREATE TABLE verdicts (
  id uuid PRIMARY KEY,
  at timestamptz(3) NOT NULL,
  verdict jsonb NOT NULL
);
CREATE INDEX verdicts_by_time ON verdicts (at DESC);
