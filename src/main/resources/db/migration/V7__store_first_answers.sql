-- The first answer to each Idempotency-Key, written in the transaction of the work that it answers.
CREATE TABLE idempotency_keys (
    tenant      text        NOT NULL,
    key         text        NOT NULL,
    fingerprint text        NOT NULL,
    status      integer     NOT NULL,
    headers     text        NOT NULL,
    body        text        NOT NULL,
    created_at  timestamptz NOT NULL,
    PRIMARY KEY (tenant, key)
);

-- The purge reads the oldest first.
CREATE INDEX ix_idempotency_keys_created_at ON idempotency_keys (created_at);
