-- AlterTable
ALTER TABLE "api_key" ADD COLUMN     "prefix" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "previous_hash" TEXT,
ADD COLUMN     "previous_until" TIMESTAMPTZ(3);

-- CreateIndex
CREATE UNIQUE INDEX "api_key_previous_hash_key" ON "api_key"("previous_hash");

-- Until now every key might place orders and keep webhooks.
UPDATE api_key SET scopes = scopes || '{orders:write,webhooks}' WHERE NOT scopes && '{orders:write,webhooks}';
