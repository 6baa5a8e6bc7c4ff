package dev.punchlist.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.punchlist.PunchlistConfig.Schema.Migrate;
import dev.punchlist.support.TestDatabase;
import dev.punchlist.support.TestPostgres;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Tables as they are in the field: each is taken over as a whole, or refused before the first change. */
class AdoptedTablesIT {

    /** As the origin's framework creates it. */
    private static final String ORIGIN = """
            create table tasks (id serial primary key, title varchar(50) not null, description varchar(255),
                is_completed boolean not null);
            create index ix_tasks_id on tasks (id); create index ix_tasks_title on tasks (title);
            insert into tasks (title, is_completed) values ('one', false), ('two', true);""";

    private static Arguments table(String what, String sql) {
        return Arguments.of(what, sql);
    }

    static Stream<Arguments> adoptable() {
        return Stream.of(
                table("the origin's", ORIGIN),
                table("is_completed that may be null", ORIGIN + """
                        alter table tasks alter is_completed drop not null;
                        insert into tasks (title, is_completed) values ('three', null)"""),
                table("views on every column", ORIGIN + """
                        create view titles as select title, description, is_completed, id from tasks;
                        create materialized view kept as select title from tasks"""),
                table("a title of any length", """
                        create table tasks (id bigint generated always as identity primary key, title text,
                            description text, is_completed boolean default false);
                        insert into tasks (title)
                        select string_agg(md5(n::text), '') from generate_series(1, 1000) n"""),
                table("a small key and a domain", """
                        create domain short as varchar(40) check (value <> 'forbidden');
                        create table tasks (id smallserial primary key, title short not null, description text,
                            is_completed boolean not null);
                        insert into tasks (title, is_completed) values ('one', true)"""),
                table("a unique id that is not the key", """
                        create table tasks (id serial not null unique, project integer default 1, title varchar(50) not null,
                            description text, is_completed boolean not null, primary key (project, id));
                        insert into tasks (title, is_completed) values ('one', true)"""),
                table("columns of their own", ORIGIN + """
                        alter table tasks add aaa text default 'x', add "order" integer, add meta jsonb default '{}',
                            add "isCompleted" boolean, add loud text generated always as (upper(title)) stored"""),
                table("our columns as they have them", ORIGIN + """
                        alter table tasks add created_at timestamptz, add updated_at timestamptz default now(),
                            add completed_at timestamptz, add labels text[], add priority integer, add due_at timestamptz;
                        update tasks set labels = '{a,null}', due_at = 'infinity', updated_at = '-infinity' where id = 1;
                        update tasks set labels = '{{a,b},{c,d}}' where id = 2"""),
                table("constraints, triggers and policies of theirs", ORIGIN + """
                        alter table tasks add unique (title), add check (title <> 'forbidden'), enable row level security;
                        create policy own on tasks using (title <> 'hidden');
                        create table notes (task integer references tasks (id));
                        create function shout() returns trigger language plpgsql as $$ begin return new; end $$;
                        create trigger a_shout before insert or update of title, is_completed on tasks for each row
                            when (new.title <> '') execute function shout()"""),
                table("a start of a former version that failed at a view", ORIGIN + """
                        create view titles as select title from tasks;
                        create table punchlist_schema_history (installed_rank int not null primary key, version varchar(50),
                            description varchar(200) not null, type varchar(20) not null, script varchar(1000) not null,
                            checksum int, installed_by varchar(100) not null, installed_on timestamp not null default now(),
                            execution_time int not null, success boolean not null);
                        insert into punchlist_schema_history values (1, '0', '<< Flyway Baseline >>', 'BASELINE',
                            '<< Flyway Baseline >>', null, 'postgres', now(), 0, true)"""));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("adoptable")
    void aTableIsTakenOverWithItsRows(String what, String sql) {
        TestDatabase database = TestPostgres.shared().createDatabase("adopted");
        database.execute(sql);
        String rows = "select id, title, description, coalesce(is_completed, false) from tasks order by id";
        List<List<String>> before = database.query(rows);
        List<List<String>> catalogue = InProcess.catalogue(database);

        InProcess.check(database);

        assertThat(InProcess.catalogue(database)).isEqualTo(catalogue);
        InProcess.migrate(database);
        assertThat(database.query(rows)).isEqualTo(before);
        assertThat(database.value("""
                select count(*) from tasks where is_completed is null or is_completed <> (completed_at is not null)
                    or created_at is null or version is null or labels is null or array_ndims(labels) > 1
                    or array_position(labels, null) is not null or not isfinite(due_at) or not isfinite(updated_at)""")).isEqualTo("0");
        assertThat(database.value("select count(*) from pg_index where not indisvalid"))
                .isEqualTo("0");
        List<List<String>> after = InProcess.catalogue(database);
        InProcess.migrate(database);
        assertThat(InProcess.catalogue(database)).isEqualTo(after);
    }

    @Test
    void whatIsTheirsStaysTheirs() {
        TestDatabase database = TestPostgres.shared().createDatabase("adopted");
        database.execute(with("""
                add priority integer default 2, add labels text[] default '{new}', add updated_at timestamptz default '2020-01-01Z';
                create function set_updated_at() returns trigger language plpgsql as
                    $$ begin new.updated_at := now(); return new; end $$;
                create trigger set_updated_at before update on tasks for each row execute function set_updated_at();
                create function frozen() returns trigger language plpgsql as
                    $$ begin if old.is_completed then raise 'frozen'; end if; return new; end $$;
                create trigger frozen before update on tasks for each row execute function frozen();
                alter table tasks enable always trigger frozen"""));

        InProcess.migrate(database);
        database.execute("insert into tasks (title, is_completed) values ('theirs', false)");

        assertThat(database.query("select priority, labels, updated_at = '2020-01-01Z' from tasks order by id"))
                .containsOnly(List.of("2", "{new}", "t"))
                .hasSize(3);
        assertThat(database.query(
                        "select tgname, tgenabled from pg_trigger where tgname in ('set_updated_at', 'frozen')"
                                + " order by 1"))
                .isEqualTo(List.of(List.of("frozen", "A"), List.of("set_updated_at", "O")));
    }

    private static Arguments refused(String words, String sql) {
        return Arguments.of(words, sql);
    }

    private static String with(String change) {
        return ORIGIN + "alter table tasks " + change;
    }

    static Stream<Arguments> refusable() {
        return Stream.of(
                refused("\"id\" of public.tasks is of type uuid", """
                        create table tasks (id uuid primary key default gen_random_uuid(), title varchar(50) not null,
                            description text, is_completed boolean not null)"""),
                refused("the id alone does not tell the rows of public.tasks apart", """
                        create table tasks (id serial, title text, description text, is_completed boolean)"""),
                refused("the id alone does not tell the rows of public.tasks apart", """
                        create table tasks (id serial, project int, title text, description text, is_completed boolean,
                            primary key (project, id))"""),
                refused("\"id\" of public.tasks is missing", with("rename id to task_id")),
                refused("\"id\" of public.tasks has no default", with("alter id drop default")),
                refused("\"title\" of public.tasks is missing", with("drop title")),
                refused("rename column \"isCompleted\"", with("rename is_completed to \"isCompleted\"")),
                refused("\"title\" of public.tasks is of type character", with("alter title type char(50)")),
                refused("\"title\" of public.tasks is of type name", with("alter title type name")),
                refused(
                        "\"title\" of public.tasks is of type citext",
                        "create extension citext;" + with("alter title type citext")),
                refused(
                        "\"is_completed\" of public.tasks is of type integer",
                        with("alter is_completed type integer using is_completed::integer")),
                refused("a row has no \"title\"", with("alter title drop not null; update tasks set title = null")),
                refused("\"priority\" of public.tasks is of type text", with("add priority text")),
                refused("\"labels\" of public.tasks is of type jsonb", with("add labels jsonb")),
                refused("\"due_at\" of public.tasks is of type date", with("add due_at date")),
                refused("\"version\" of public.tasks is of type uuid", with("add version uuid")),
                refused(
                        "\"created_at\" of public.tasks is of type timestamp without",
                        with("add created_at timestamp")),
                refused("\"completed_at\" of public.tasks is of type boolean", with("add completed_at boolean")),
                refused("\"tenant\" has another value", with("add tenant text default 'acme'")),
                refused("\"priority\" has a value", with("add priority integer default 9")),
                refused("two rows have the same \"external_id\"", with("add external_id text default 'same'")),
                refused("\"description\" of public.tasks is generated", """
                        create table tasks (id serial primary key, title text, is_completed boolean,
                            description text generated always as (upper(title)) stored)"""),
                refused("public.tasks is a partitioned table", """
                        create table tasks (id serial primary key, title text, description text, is_completed boolean)
                        partition by range (id)"""),
                refused("public.tasks is a view", with("rename to jobs; create view tasks as select * from jobs")),
                refused(
                        "public.tasks is a materialized view",
                        with("rename to jobs; create materialized view tasks as select * from jobs")),
                refused("has parts or inherits", ORIGIN + "create table more () inherits (tasks)"),
                refused("\"description\" of public.tasks must have a value", """
                        create table tasks (id serial primary key, title text, description text not null default '',
                            is_completed boolean)"""),
                refused("\"external_id\" of public.tasks must have a value", """
                        create domain given as text not null;
                        create table tasks (id serial primary key, title text, description text, is_completed boolean,
                            external_id given default gen_random_uuid())"""),
                refused(
                        "the sequence of the ids of public.tasks is behind",
                        ORIGIN + "insert into tasks (id, title, is_completed) values (3, 'restored', false)"),
                refused("\"version\" of public.tasks is generated", """
                        create table tasks (id serial primary key, title text, description text, is_completed boolean,
                            version bigint generated always as identity)"""),
                refused(
                        "the relation \"ix_tasks_tenant_id\"",
                        with(
                                "add tenant_id integer; create unique index ix_tasks_tenant_id on tasks (tenant_id, title)")),
                refused(
                        "the relation \"ix_tasks_labels\"",
                        ORIGIN
                                + "create table labels (name text); create unique index ix_tasks_labels on labels (name)"),
                refused(
                        "the constraint \"ck_tasks_priority\"",
                        with("add priority integer default 2 constraint ck_tasks_priority check (priority in (1, 2))")),
                refused("the constraint \"ck_tasks_title\"", with("add constraint ck_tasks_title check (title <> '')")),
                refused(
                        "the relation \"ux_tasks_tenant_external_id\"",
                        with("add constraint ux_tasks_tenant_external_id unique (title)")),
                refused(
                        "the function \"punchlist_fold\"",
                        ORIGIN + "create function punchlist_fold(text) returns text language sql as 'select $1'"),
                refused("the relation \"import_chunks\"", ORIGIN + "create table import_chunks ()"),
                refused(
                        "breaks the constraint \"Long\"",
                        with("add constraint \"Long\" check (length(title) > 3) not valid")),
                refused(
                        "a row has both \"due_at\" and \"due_date\"",
                        with("add due_at timestamptz default now(), add due_date date default now()")),
                refused(
                        "a label that is too long",
                        with("add labels text[]; update tasks set labels = array[(select string_agg(md5(n::text), '')"
                                + " from generate_series(1, 200) n)]")),
                refused(
                        "\"external_id\" has a value that is too long",
                        with("add external_id text; update tasks set external_id = (select string_agg(md5(n::text), '')"
                                + " from generate_series(1, 200) n) where id = 1")),
                refused("for a trial, and it failed", with("add tenant varchar(5)")),
                refused("for a trial, and it failed: ERROR: INSERT has more expressions", ORIGIN + """
                        create table tasks_audit as table tasks;
                        create function audit() returns trigger language plpgsql as
                            $$ begin insert into tasks_audit select old.*; return new; end $$;
                        create trigger audit after update on tasks for each row execute function audit()"""),
                refused("for a trial, and it failed: ERROR: cannot update table", """
                        create table tasks (id serial unique, title text, description text, is_completed boolean);
                        create publication everything for table tasks"""),
                refused(
                        "\"title\" of public.tasks has a nondeterministic collation",
                        "create collation loose (provider = icu, locale = 'und-u-ks-level2', deterministic = false);"
                                + ORIGIN + "alter table tasks alter title type varchar(50) collate loose"),
                refused("has rewrite rules", ORIGIN + "create rule quiet as on delete to tasks do instead nothing"),
                refused("a table \"idempotency_keys\"", ORIGIN + "create table idempotency_keys (key text)"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refusable")
    void aTableIsRefusedBeforeTheFirstChange(String words, String sql) {
        TestDatabase database = TestPostgres.shared().createDatabase("refused");
        database.execute(sql);
        List<List<String>> before = InProcess.catalogue(database);

        assertThatThrownBy(() -> InProcess.check(database))
                .isInstanceOf(StartupFailure.class)
                .hasMessageContaining(words);
        assertThatThrownBy(() -> InProcess.migrate(database)).isInstanceOfSatisfying(StartupFailure.class, failure -> {
            assertThat(StartupFailure.explain(failure)).anySatisfy(line -> assertThat(line)
                    .contains(words)
                    .contains("Nothing was changed")
                    .doesNotContain("\n"));
        });

        assertThat(InProcess.catalogue(database)).isEqualTo(before);
    }

    @Test
    void aTableOfAnotherRoleIsRefused() {
        TestDatabase database = TestPostgres.shared().createDatabase("refused");
        database.execute(ORIGIN);
        database.execute("do $$ begin create role guest login; exception when duplicate_object then null; end $$");
        database.execute("grant all on all tables in schema public to guest; grant create on schema public to guest");
        List<List<String>> before = InProcess.catalogue(database);

        assertThatThrownBy(() -> InProcess.run(InProcess.dataSource(database, "guest"), Migrate.AT_START))
                .isInstanceOf(StartupFailure.class)
                .hasMessageContaining("another role owns public.tasks; let it run: alter table public.tasks owner to");

        assertThat(InProcess.catalogue(database)).isEqualTo(before);
    }

    @Test
    void aDatabaseThatDoesNotHoldEveryTextIsRefused() {
        TestDatabase database =
                TestPostgres.shared().createDatabase("latin", "encoding 'LATIN1' locale 'C' template template0");

        assertThatThrownBy(() -> InProcess.migrate(database))
                .isInstanceOf(StartupFailure.class)
                .hasMessageContaining("the encoding LATIN1");

        assertThat(InProcess.catalogue(database)).isEmpty();
    }

    @Test
    void mendingRowsIsNoChangeThatTriggersOfTheirsHearOf() {
        TestDatabase database = TestPostgres.shared().createDatabase("adopted");
        database.execute(ORIGIN + """
                alter table tasks add due_at timestamptz default 'infinity', alter is_completed drop not null;
                create table heard (id integer);
                create function hear() returns trigger language plpgsql as
                    $$ begin insert into heard values (new.id); return new; end $$;
                create trigger hear after update on tasks for each row execute function hear();
                create trigger hear_always after update on tasks for each row execute function hear();
                alter table tasks enable always trigger hear_always;
                update tasks set is_completed = null where id = 1; truncate heard""");

        InProcess.migrate(database);

        assertThat(database.value("select count(*) from tasks where due_at is not null or is_completed is null"))
                .isEqualTo("0");
        assertThat(database.query("select * from heard")).isEmpty();
        database.execute("update tasks set title = 'heard' where id = 1");
        assertThat(database.value("select count(*) from heard")).isEqualTo("2");
    }

    /** The indexes, triggers and constraints of an adopted table are those of our own. */
    @Test
    void anAdoptedTableIsLikeOneOfOurOwn() {
        TestDatabase ours = TestPostgres.shared().createDatabase("ours");
        TestDatabase theirs = TestPostgres.shared().createDatabase("adopted");
        theirs.execute("""
                create table tasks (id bigserial primary key, title text not null, description text,
                    is_completed boolean not null)""");

        InProcess.migrate(ours);
        InProcess.migrate(theirs);

        assertThat(InProcess.catalogue(theirs).stream()
                        .filter(row -> !row.get(1).startsWith("punchlist_adoption"))
                        .toList())
                .isEqualTo(InProcess.catalogue(ours));
    }

    @Test
    void whatOthersWriteIsCompletedOrRefused() {
        TestDatabase database = TestPostgres.shared().createDatabase("adopted");
        database.execute(ORIGIN + "alter table tasks alter is_completed drop not null");
        InProcess.migrate(database);

        database.execute("insert into tasks (title, is_completed) values ('three', null)");
        database.execute("update tasks set is_completed = null where title = 'two'");

        assertThat(database.query("select title, is_completed, completed_at, version from tasks where title <> 'one'"
                        + " order by title"))
                .isEqualTo(List.of(List.of("three", "f", "null", "1"), List.of("two", "f", "null", "2")));
        assertThat(Stream.of(
                        "due_at = 'infinity'",
                        "due_at = '-infinity'",
                        "due_at = '10000-01-01Z'",
                        "due_date = 'infinity'",
                        "due_date = '0001-01-01 BC'",
                        "created_at = 'infinity'",
                        "updated_at = '-infinity'",
                        "completed_at = 'infinity'",
                        "labels = array['a', null]",
                        "labels = '{{a},{b}}'",
                        "title = null"))
                .allSatisfy(change -> assertThatThrownBy(() -> database.execute("update tasks set " + change))
                        .hasMessageContaining("violates"));
    }
}
