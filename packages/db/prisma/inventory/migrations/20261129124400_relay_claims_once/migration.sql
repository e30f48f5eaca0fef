-- A claim of the relay is final; see packages/messaging. What was claimed and not relayed yet is claimed once more, and
-- what the reconciler would never have asked for is due now. The same in every service that sends or receives.

ALTER TABLE outbox DROP COLUMN claimed_until;

UPDATE deliveries SET due_at = now() WHERE due_at IS NULL;
ALTER TABLE deliveries ALTER COLUMN due_at SET NOT NULL;
