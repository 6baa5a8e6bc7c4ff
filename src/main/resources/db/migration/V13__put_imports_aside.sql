-- What an import that is done at once has sent so far: a row for each chunk, an array for each column. Nothing here outlives
-- its import, so that it is not worth a log: a server that crashes empties it, and the imports that miss it fail.
CREATE UNLOGGED TABLE import_chunks (
    import       uuid          NOT NULL,
    place        integer       NOT NULL,
    created_at   timestamptz   NOT NULL,
    line         bigint[]      NOT NULL,
    title        text[]        NOT NULL,
    description  text[]        NOT NULL,
    is_completed boolean[]     NOT NULL,
    due_at       timestamptz[] NOT NULL,
    due_date     date[]        NOT NULL,
    priority     integer[]     NOT NULL,
    labels       text[]        NOT NULL,
    external_id  text[]        NOT NULL,
    PRIMARY KEY (import, place)
);
