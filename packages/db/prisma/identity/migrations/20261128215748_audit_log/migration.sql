-- CreateTable
CREATE TABLE "audit_lines" (
    "seq" BIGINT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "kind" TEXT NOT NULL,
    "by" TEXT NOT NULL,
    "operation" TEXT NOT NULL,
    "subject" TEXT,
    "request_id" TEXT NOT NULL,
    "outcome" TEXT,
    "begun_seq" BIGINT,
    "previous" TEXT NOT NULL,
    "mark" TEXT NOT NULL,

    CONSTRAINT "audit_lines_pkey" PRIMARY KEY ("seq")
);

-- CreateTable
CREATE TABLE "audit_head" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "seq" BIGINT NOT NULL,
    "line_mark" TEXT NOT NULL,
    "mark" TEXT NOT NULL,

    CONSTRAINT "audit_head_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit_anchors" (
    "seq" BIGINT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "line_mark" TEXT NOT NULL,
    "mark" TEXT NOT NULL,

    CONSTRAINT "audit_anchors_pkey" PRIMARY KEY ("seq")
);

-- CreateIndex
CREATE UNIQUE INDEX "audit_lines_begun_seq_key" ON "audit_lines"("begun_seq");

ALTER TABLE audit_lines ADD CHECK (kind IN ('begun', 'ended') AND (kind = 'ended') = (outcome IS NOT NULL) AND (kind = 'ended') = (begun_seq IS NOT NULL));
ALTER TABLE audit_head ADD CHECK (id = 1);

-- Lines are added and never changed, and only those that an anchor covers may go. The role of the gateway has no right to do
-- otherwise, and the trigger holds for whoever has.
REVOKE UPDATE, TRUNCATE ON audit_lines FROM PUBLIC, CURRENT_USER;
REVOKE UPDATE, DELETE, TRUNCATE ON audit_anchors FROM PUBLIC, CURRENT_USER;
REVOKE DELETE, TRUNCATE ON audit_head FROM PUBLIC, CURRENT_USER;

CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND TG_TABLE_NAME = 'audit_lines' THEN
    IF OLD.seq <= (SELECT coalesce(max(seq), 0) FROM audit_anchors) THEN
      RETURN OLD;
    END IF;
  END IF;
  RAISE EXCEPTION '% of % is refused: the audit log is append-only', TG_OP, TG_TABLE_NAME USING ERRCODE = '42501';
END $$;

CREATE TRIGGER audit_lines_append_only BEFORE UPDATE OR DELETE ON audit_lines FOR EACH ROW EXECUTE FUNCTION refuse_audit_change();
CREATE TRIGGER audit_lines_no_truncate BEFORE TRUNCATE ON audit_lines FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();
CREATE TRIGGER audit_anchors_append_only BEFORE UPDATE OR DELETE ON audit_anchors FOR EACH ROW EXECUTE FUNCTION refuse_audit_change();
