package dev.punchlist.lifecycle;

import io.quarkus.runtime.PreventFurtherStepsException;
import io.smallrye.config.ConfigValidationException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.BindException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Ends the start with a sentence for the operator, or one per reason, which names the setting to look at. */
final class StartupFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private static final Pattern SETTING = Pattern.compile("\\b(punchlist|quarkus)\\.[a-z0-9.-]+[a-z0-9]");
    private static final Pattern MESSAGE_CODE = Pattern.compile("^SRCFG\\d+: ");
    /** How the configuration library introduces the words of a converter; the value it repeats may be a secret. */
    private static final Pattern CONVERSION = Pattern.compile(
            "The config property (\\S+) with the config value \".*?\" threw an Exception whilst being"
                    + " converted:? ?(?:SRCFG\\d+: )?(.*)",
            Pattern.DOTALL);

    private final transient List<String> sentences;

    StartupFailure(String sentence) {
        this(List.of(sentence));
    }

    StartupFailure(List<String> sentences) {
        super(String.join("; ", sentences));
        this.sentences = List.copyOf(sentences);
    }

    StartupFailure(String sentence, Throwable cause) {
        super(sentence, cause);
        this.sentences = List.of(sentence);
    }

    /** The name of a setting with that of its environment variable. */
    static String setting(String name) {
        return name + " (" + name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_") + ")";
    }

    /** What to tell the operator, a line per reason. */
    static List<String> explain(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof StartupFailure known) {
                return known.sentences.stream()
                        .map(sentence -> "Punchlist cannot start: " + sentence)
                        .toList();
            }
            if (cause instanceof ConfigValidationException validation) {
                return explain(validation);
            }
            if (cause instanceof BindException) {
                return List.of("Punchlist cannot start: " + setting("quarkus.http.port")
                        + " names a port that is already in use, or that this process may not open");
            }
            if (cause instanceof PreventFurtherStepsException) {
                return List.of();
            }
        }
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        return List.of("Punchlist cannot start: " + failure.getMessage(), trace.toString());
    }

    private static List<String> explain(ConfigValidationException validation) {
        List<String> problems = IntStream.range(0, validation.getProblemCount())
                .mapToObj(index -> sentence(validation.getProblem(index).getMessage()))
                .toList();
        // A setting of ours that is wired to one of the framework's is reported for both; ours is the one to correct.
        List<String> ours = problems.stream()
                .filter(problem -> problem.contains("punchlist."))
                .toList();
        return (ours.isEmpty() ? problems : ours)
                .stream().map(problem -> "Punchlist cannot start: " + problem).toList();
    }

    private static String sentence(String problem) {
        Matcher conversion = CONVERSION.matcher(problem);
        String plain = conversion.find()
                ? conversion.group(1) + " " + conversion.group(2)
                : MESSAGE_CODE.matcher(problem).replaceFirst("");
        return SETTING.matcher(plain).replaceFirst(match -> Matcher.quoteReplacement(setting(match.group())));
    }
}
