CREATE TABLE "attempts" (
  "idempotency_key" TEXT PRIMARY KEY CHECK (length("idempotency_key") BETWEEN 1 AND 255),
  "kind" TEXT NOT NULL CHECK ("kind" IN ('charge', 'refund')),
  "order_id" UUID NOT NULL,
  "amount" INTEGER NOT NULL CHECK ("amount" > 0),
  "currency" TEXT NOT NULL,
  "token" TEXT,
  "status" TEXT NOT NULL CHECK ("status" IN ('pending', 'captured', 'declined')),
  "tries" INTEGER NOT NULL DEFAULT 0,
  "created_at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP
);

CREATE TABLE "entries" (
  "entry_id" TEXT PRIMARY KEY,
  "position" BIGSERIAL NOT NULL,
  "kind" TEXT NOT NULL CHECK ("kind" IN ('charge', 'refund')),
  "order_id" UUID NOT NULL,
  "amount" INTEGER NOT NULL CHECK ("amount" > 0),
  "currency" TEXT NOT NULL,
  "idempotency_key" TEXT NOT NULL,
  "charge_id" TEXT,
  "at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP
);
CREATE UNIQUE INDEX "entries_position_key" ON "entries" ("position");
CREATE UNIQUE INDEX "entries_idempotency_key_key" ON "entries" ("idempotency_key");
CREATE UNIQUE INDEX "entries_charge_id_key" ON "entries" ("charge_id");
CREATE INDEX "entries_order_id_idx" ON "entries" ("order_id");

CREATE TABLE "notices" (
  "event_id" TEXT PRIMARY KEY,
  "type" TEXT NOT NULL,
  "order_id" UUID NOT NULL,
  "entry_id" TEXT NOT NULL,
  "sends" INTEGER NOT NULL DEFAULT 0,
  "next_at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "delivered_at" TIMESTAMPTZ
);
CREATE INDEX "notices_due_idx" ON "notices" ("next_at") WHERE "delivered_at" IS NULL;
