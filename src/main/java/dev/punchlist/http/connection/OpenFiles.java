package dev.punchlist.http.connection;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How many files and sockets the operating system lets this process have open. */
final class OpenFiles {

    /** Linux tells there, to the JVM and to the native executable alike. */
    private static final Path LIMITS = Path.of("/proc/self/limits");

    private static final Pattern SOFT_LIMIT = Pattern.compile("(?m)^Max open files +(\\d{1,9}) ");

    private OpenFiles() {}

    /** The limit; where it is not told, as many as anybody wants. */
    static long limit() {
        try {
            return Files.isReadable(LIMITS) ? limitIn(Files.readString(LIMITS)) : Integer.MAX_VALUE;
        } catch (IOException e) {
            return Integer.MAX_VALUE;
        }
    }

    static long limitIn(String limits) {
        Matcher soft = SOFT_LIMIT.matcher(limits);
        return soft.find() ? Long.parseLong(soft.group(1)) : Integer.MAX_VALUE;
    }
}
