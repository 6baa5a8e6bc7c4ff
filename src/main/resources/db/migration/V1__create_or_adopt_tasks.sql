-- Creates the table of tasks where there is none, and adopts the origin service's table where it is: its rows stay, its
-- columns keep their names, and its writers, who know four columns only, keep working beside us. Adding a column with a
-- constant default and widening varchar to text rewrite nothing, so the table is locked for an instant only; the id keeps
-- its width on adoption, because widening it would rewrite the table.
SET LOCAL lock_timeout = '10s';

CREATE TABLE IF NOT EXISTS tasks (
    id           bigserial PRIMARY KEY,
    title        text    NOT NULL,
    description  text,
    is_completed boolean NOT NULL
);

ALTER TABLE tasks
    ALTER COLUMN title TYPE text,
    ALTER COLUMN description TYPE text,
    ALTER COLUMN is_completed SET DEFAULT false,
    ADD COLUMN tenant       text        NOT NULL DEFAULT 'default',
    ADD COLUMN completed_at timestamptz,
    ADD COLUMN created_at   timestamptz NOT NULL DEFAULT now(),
    ADD COLUMN updated_at   timestamptz NOT NULL DEFAULT now(),
    ADD COLUMN version      bigint      NOT NULL DEFAULT 1;
