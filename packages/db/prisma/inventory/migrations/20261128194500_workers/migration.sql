-- How much each instance has done on each queue; see packages/messaging. The same in every service that sends or receives.

CREATE TABLE workers (
  queue text NOT NULL,
  instance text NOT NULL,
  done bigint NOT NULL,
  PRIMARY KEY (queue, instance)
) WITH (fillfactor = 50);
