package dev.punchlist;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Every setting of the service, with its default. A setting {@code punchlist.a.b-c} is also read from the environment
 * variable {@code PUNCHLIST_A_B_C}.
 */
@ConfigMapping(prefix = "punchlist")
public interface PunchlistConfig {

    Database database();

    Schema schema();

    Pool pool();

    BackgroundPool backgroundPool();

    Deadline deadline();

    Limits limits();

    Http http();

    Stream stream();

    Cursor cursor();

    Idempotency idempotency();

    Startup startup();

    Shutdown shutdown();

    Dev dev();

    /** What only {@code quarkus:dev} uses. */
    interface Dev {
        /** The port of the embedded PostgreSQL. */
        @WithDefault("15432")
        int postgresPort();
    }

    /** Where the tasks are kept. */
    interface Database {
        /**
         * {@code postgresql://host[:port][,host[:port]...]/database[?sslmode=...]}, without user and password. Of several
         * hosts, the one that takes writes is used.
         */
        @WithConverter(DatabaseUrlConverter.class)
        DatabaseUrl url();

        /** The database role. */
        String username();

        /** The password of the role; absent where the server trusts the role, or a file holds it. */
        Optional<String> password();

        /** A file that holds the password; read for each new connection, so that a rotation needs no restart. */
        Optional<Path> passwordFile();
    }

    /** The tables and who creates them. */
    interface Schema {
        /** The schema that holds the tables; created if missing. */
        @WithDefault("public")
        @WithConverter(SchemaNameConverter.class)
        SchemaName name();

        /** Whether start-up migrates the schema. */
        @WithDefault("at-start")
        Migrate migrate();

        enum Migrate {
            /** Migrate, then serve. */
            AT_START,
            /** Serve; refuse to start when the schema is not current. */
            NEVER,
            /** Migrate, then exit with code 0: a deployment job. */
            ONLY,
            /** Tell whether a migration would work, change nothing, and exit: with code 0 if it would, with 1 if not. */
            CHECK
        }
    }

    /** The connections that serve requests. */
    interface Pool {
        /** Connections at most. */
        @WithDefault("20")
        int maxSize();

        /** Connections opened before the first request. */
        @WithDefault("4")
        int warmUp();

        /** An idle connection is closed after this time. */
        @WithDefault("10m")
        Duration idleTimeout();

        /** A connection is replaced after this time, whatever it does. */
        @WithDefault("30m")
        Duration maxLifetime();

        /** A connection that rested for longer is asked whether it is still there before it serves a request. */
        @WithDefault("100ms")
        Duration pingAfter();

        /** How long a request waits for a connection. */
        @WithDefault("5s")
        Duration acquireTimeout();

        /** How many requests may wait for a connection. */
        @WithDefault("100")
        int maxQueue();

        /** How many searches for one task by its id may use a connection at the same time. */
        @WithDefault("8")
        int lookupsPerConnection();
    }

    /** The connections that serve health checks, streams and background work. */
    interface BackgroundPool {
        /** Connections at most; streams leave one of them to the rest. */
        @WithDefault("4")
        int maxSize();
    }

    /** How long the database work of a request may take, the wait for a connection included. */
    interface Deadline {
        /** For a request that does not say how long it waits. */
        @WithDefault("5s")
        Duration usual();

        /** The longest that {@code Prefer: wait=} is granted. */
        @WithDefault("10s")
        Duration max();
    }

    /** What a request may contain. */
    interface Limits {
        /** Longest title, in Unicode code points. */
        @WithDefault("50")
        int title();

        /** Longest description, in Unicode code points. */
        @WithDefault("255")
        int description();

        /** Largest request body. */
        @WithDefault("1M")
        MemorySize body();

        /**
         * The memory that request bodies larger than 16 KiB take at once, with all that is made of them; small ones may take
         * as much again. One more is refused until others are done. Absent, it is an eighth of the heap, 32M at most.
         */
        Optional<MemorySize> bodies();

        /** What a client must send of a body in a second, on average, to go on; pauses of some seconds aside. */
        @WithDefault("1K")
        MemorySize minRate();

        /** How much an import that is atomic, or a dry run, may come to; it is put aside in the database until it is whole. */
        @WithDefault("1G")
        MemorySize atomicImport();

        /**
         * How long a client may take to send the head of a request, and then its body; an import is measured by its pauses
         * instead.
         */
        @WithDefault("30s")
        Duration bodyTimeout();
    }

    /** Exports and imports. */
    interface Stream {
        /** How long a stream, or any other answer, waits for a client that takes, or sends, nothing. */
        @WithDefault("30s")
        Duration idleTimeout();

        /** How many imports may be under way; each takes up to 4 MB of the heap. */
        @WithDefault("8")
        int imports();
    }

    /** What is asked of clients over HTTP. */
    interface Http {
        /** Whether a write to an existing task must carry If-Match; one without it is answered with 428. */
        @WithDefault("false")
        boolean requireIfMatch();

        /** How many connections there may be; absent, what open files and heap allow, 10,000 at most. */
        OptionalInt maxConnections();

        /**
         * Proxies in front whose X-Forwarded-Prefix is believed: addresses, or blocks of them in CIDR notation, a comma
         * list. Absent, nobody's is.
         */
        Optional<List<String>> trustedProxies();

        /** Origins whose pages may use the service in a browser, a comma list, or {@code *}. Absent, none may. */
        Optional<List<String>> corsOrigins();
    }

    /** What seals the cursors of lists. */
    interface Cursor {
        /**
         * Secrets, a comma list: the first seals, all of them open. Absent, a key is generated at each start, and cursors
         * end with the process.
         */
        Optional<List<String>> keys();
    }

    /** How long first answers are kept for retries. */
    interface Idempotency {
        /** How long the first answer to an Idempotency-Key is given again. */
        @WithDefault("24h")
        Duration retention();

        /** How often expired answers are deleted. */
        @WithDefault("10m")
        Duration purgeInterval();

        /** How many expired answers are deleted at once. */
        @WithDefault("500")
        int purgeBatch();
    }

    /** What happens before the first request. */
    interface Startup {
        /** How long start-up waits for a database that does not answer before it exits with code 1. */
        @WithDefault("60s")
        Duration databaseTimeout();
    }

    /** What happens after SIGTERM. */
    interface Shutdown {
        /** How long requests are still taken after readiness went down, so that load balancers can notice. */
        @WithDefault("0s")
        Duration grace();

        /** How long requests in flight may take to finish after that. */
        @WithDefault("30s")
        Duration timeout();
    }
}
