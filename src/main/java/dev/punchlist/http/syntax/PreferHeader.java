package dev.punchlist.http.syntax;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The preferences in one value of the header Prefer (RFC 7240 section 2). */
public final class PreferHeader {

    /** There are a handful of preferences in the world; what comes behind so many is passed over. */
    private static final int MOST = 50;

    private final HeaderScanner scanner;

    /**
     * One preference.
     *
     * @param name its name, in lower case
     * @param value its value, without quotes; empty where it has none
     */
    public record Preference(String name, String value) {}

    private PreferHeader(String header) {
        this.scanner = new HeaderScanner(header);
    }

    /** The preferences in their order; what is not as the standard has it is passed over, up to the next comma. */
    public static List<Preference> read(String header) {
        PreferHeader reader = new PreferHeader(header);
        List<Preference> preferences = new ArrayList<>();
        do {
            Preference preference = reader.preference();
            if (!preference.name().isEmpty()) {
                preferences.add(preference);
            }
            reader.skipParameters();
        } while (preferences.size() < MOST && reader.scanner.take(','));
        return preferences;
    }

    private Preference preference() {
        scanner.skipBlanks();
        String name = scanner.takeWhile(HeaderScanner::isTokenCharacter).toLowerCase(Locale.ROOT);
        scanner.skipBlanks();
        if (!scanner.take('=')) {
            return new Preference(name, "");
        }
        scanner.skipBlanks();
        return new Preference(
                name, scanner.takeQuoted().orElseGet(() -> scanner.takeWhile(HeaderScanner::isTokenCharacter)));
    }

    /** Up to the next comma that stands in no quoted text. */
    private void skipParameters() {
        do {
            scanner.takeWhile(character -> character != ',' && character != '"');
        } while (scanner.isNext('"') && scanner.takeQuoted().isPresent());
    }
}
