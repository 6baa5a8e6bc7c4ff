package dev.punchlist;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The address of a database: {@code postgresql://host[:port][,host[:port]...]/database[?parameters]}. With several hosts,
 * as in libpq, the one that takes writes is used. Of the parameters only {@code sslmode} is taken, because JDBC and the
 * reactive client mean the same by no other.
 *
 * @param value the address as given, without user and password
 */
public record DatabaseUrl(String value) {

    private static final String SHAPE = "must look like postgresql://host:5432/database";

    /** No more than the client takes, which repeats an address that it cannot read in its complaint. */
    private static final Pattern ADDRESS =
            Pattern.compile("postgresql://(?:\\[[0-9A-Fa-f:]++]|[A-Za-z0-9._-]++)(?::(?<port>\\d{1,5}+))?+"
                    + "/(?:[A-Za-z0-9._~!*-]|%[0-9A-Fa-f]{2}){1,200}+(?:\\?(?<query>.*+))?+");

    private static final Pattern WITHOUT_DATABASE = Pattern.compile("postgresql://[^/]++/?+(?:\\?.*+)?+");
    private static final Pattern SEVERAL_HOSTS = Pattern.compile("(postgresql://)([^/?]++)(/.*+)");
    private static final Pattern PARAMETER_NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_.-]{0,39}");
    private static final int HIGHEST_PORT = 65_535;

    private static final String SSL_MODE = "sslmode";
    private static final Set<String> SSL_MODES =
            Set.of("disable", "allow", "prefer", "require", "verify-ca", "verify-full");
    private static final String CREDENTIALS_GO_ELSEWHERE =
            "set punchlist.database.username and punchlist.database.password";

    private static final Set<String> CREDENTIALS = Set.of("user", "password", "passfile", "sslpassword");

    /** Checks the shape; the message of the failure never repeats the value, which may hold a secret. */
    public DatabaseUrl {
        if (value.contains("@")) {
            throw new IllegalArgumentException("must not hold a user or password; " + CREDENTIALS_GO_ELSEWHERE);
        }
        perHost(value).forEach(DatabaseUrl::check);
    }

    private static void check(String value) {
        Matcher address = ADDRESS.matcher(value);
        if (!address.matches()) {
            throw new IllegalArgumentException(
                    WITHOUT_DATABASE.matcher(value).matches() ? "names no database; it " + SHAPE : SHAPE);
        }
        String port = address.group("port");
        if (port != null && (Integer.parseInt(port) < 1 || Integer.parseInt(port) > HIGHEST_PORT)) {
            throw new IllegalArgumentException("must have a port from 1 to " + HIGHEST_PORT);
        }
        String query = address.group("query");
        if (query != null) {
            checkParameters(query);
        }
    }

    private static void checkParameters(String query) {
        Set<String> names = new HashSet<>();
        for (String parameter : query.split("&", -1)) {
            int end = parameter.indexOf('=');
            if (end < 0 || !PARAMETER_NAME.matcher(parameter.substring(0, end)).matches()) {
                throw new IllegalArgumentException("has a parameter that is not name=value; it takes sslmode alone");
            }
            String name = parameter.substring(0, end);
            checkParameter(name, parameter.substring(end + 1));
            if (!names.add(name)) {
                throw new IllegalArgumentException("has the parameter " + name + " twice");
            }
        }
    }

    private static void checkParameter(String name, String value) {
        if (CREDENTIALS.contains(name)) {
            throw new IllegalArgumentException("must not hold the parameter " + name + "; " + CREDENTIALS_GO_ELSEWHERE);
        }
        if (!name.equals(SSL_MODE)) {
            throw new IllegalArgumentException(
                    "has the parameter " + name + ", which is unknown; it takes sslmode alone");
        }
        if (!SSL_MODES.contains(value)) {
            throw new IllegalArgumentException(
                    "has a parameter sslmode that is not one of disable, allow, prefer, require, verify-ca, verify-full");
        }
    }

    /** The addresses with a host each that this one stands for; itself, where it does not look like a list of hosts. */
    public static List<String> perHost(String value) {
        Matcher url = SEVERAL_HOSTS.matcher(value);
        return url.matches() && url.group(2).contains(",")
                ? Stream.of(url.group(2).split(",", -1))
                        .map(host -> url.group(1) + host + url.group(3))
                        .toList()
                : List.of(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
