-- CreateTable
CREATE TABLE "account_mails" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "recipient" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "account_mails_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "adopted_guests" (
    "guest" TEXT NOT NULL,
    "owner" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "adopted_guests_pkey" PRIMARY KEY ("guest")
);

-- CreateIndex
CREATE INDEX "account_mails_by_time" ON "account_mails"("at" DESC);

-- CreateIndex
CREATE INDEX "adopted_guests_by_owner" ON "adopted_guests"("owner");

-- A person is found by their address without it being sent or kept anywhere else.
CREATE FUNCTION email_hash(email text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  RETURN encode(sha256(convert_to(lower(email), 'UTF8')), 'hex');
CREATE INDEX orders_by_email ON orders (email_hash(contact ->> 'email'));
CREATE INDEX mails_by_recipient ON mails (email_hash(recipient));
CREATE INDEX account_mails_by_recipient ON account_mails (email_hash(recipient));
