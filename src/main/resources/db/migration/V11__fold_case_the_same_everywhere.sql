-- What a search compares, whatever the locale of the database: letters that a reader takes for one become one, be they
-- written as one character or as a letter and its accent. The case goes by a collation that knows all of Unicode; where the server has none, by the one of the database. Upper case comes
-- first, because it has one letter for two of the lower case. A function, because an index and a query must fold alike, and
-- go on to do so when the server is upgraded.
DO $do$
DECLARE
    folding text := (
        SELECT quote_ident(collname) FROM pg_catalog.pg_collation
        WHERE collnamespace = 'pg_catalog'::regnamespace AND collname IN ('pg_c_utf8', 'und-x-icu', 'default')
        ORDER BY array_position(ARRAY ['pg_c_utf8', 'und-x-icu', 'default'], collname::text) LIMIT 1);
BEGIN
    EXECUTE format($sql$
        CREATE FUNCTION punchlist_fold(value text) RETURNS text
            LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
        $body$
            SELECT translate(
                replace(lower(upper(normalize(value, NFC) COLLATE pg_catalog.%1$s) COLLATE pg_catalog.%1$s), 'ß', 'ss'),
                'ς' || chr(775), 'σ')
        $body$
        $sql$, folding);
END
$do$;
