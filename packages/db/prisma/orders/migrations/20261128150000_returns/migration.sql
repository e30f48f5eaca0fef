-- A return has a mail of its own.

ALTER TABLE mails DROP CONSTRAINT mails_kind_check;
ALTER TABLE mails ADD CONSTRAINT mails_kind_check
  CHECK (kind IN ('order_confirmed', 'order_rejected', 'order_cancelled', 'order_returned'));
