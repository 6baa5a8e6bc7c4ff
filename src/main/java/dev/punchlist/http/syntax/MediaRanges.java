package dev.punchlist.http.syntax;

import java.util.List;
import java.util.Optional;

/**
 * What a client accepts (RFC 9110 section 12.5.1). Of the ranges that cover a type the most specific one decides about
 * it. Parameters make a range more specific and exclude nothing: clients name a charset where there is none to choose.
 *
 * @param ranges as the header lists them; none where everything is welcome
 */
public record MediaRanges(List<WeightedList.Element> ranges) {

    private static final WeightedList.Element ANYTHING = new WeightedList.Element("*/*", 0, WeightedList.WHOLE);

    /** Keeps its ranges from change. */
    public MediaRanges {
        ranges = ranges.isEmpty() ? List.of(ANYTHING) : List.copyOf(ranges);
    }

    /** The ranges of all lines of Accept; empty where they cannot be read. */
    public static Optional<MediaRanges> read(List<String> lines) {
        return WeightedList.read(lines)
                .filter(ranges -> ranges.stream().allMatch(range -> isMediaRange(range.value())))
                .map(MediaRanges::new);
    }

    /** Java's own old client sends a bare star. */
    private static boolean isMediaRange(String value) {
        int slash = value.indexOf('/');
        return value.equals("*")
                || (slash > 0
                        && slash == value.lastIndexOf('/')
                        && slash < value.length() - 1
                        && (value.charAt(0) != '*' || value.equals("*/*")));
    }

    /** The offer that is wanted most: by weight, then by how exactly it was named, then as the client, and we, list them. */
    public Optional<String> best(List<String> offers) {
        Optional<String> best = Optional.empty();
        int bestRank = 0;
        for (String offer : offers) {
            int rank = rankOf(offer);
            if (rank > bestRank) {
                best = Optional.of(offer);
                bestRank = rank;
            }
        }
        return best;
    }

    /** The greater the better; 0 for what is not acceptable. */
    private int rankOf(String offer) {
        int decisive = -1;
        for (int index = 0; index < ranges.size(); index++) {
            int specificity = specificity(ranges.get(index), offer);
            if (specificity > (decisive < 0 ? 0 : specificity(ranges.get(decisive), offer))) {
                decisive = index;
            }
        }
        if (decisive < 0 || ranges.get(decisive).weight() == 0) {
            return 0;
        }
        WeightedList.Element range = ranges.get(decisive);
        return (range.weight() * 5 + specificity(range, offer)) * ranges.size() + ranges.size() - decisive;
    }

    /** From 4, the type and parameters, to 1, anything; 0 where the range does not cover the type. */
    private static int specificity(WeightedList.Element range, String offer) {
        String value = range.value();
        if (value.equals(offer)) {
            return range.parameters() > 0 ? 4 : 3;
        }
        if (value.endsWith("/*") && offer.startsWith(value.substring(0, value.length() - 1))) {
            return 2;
        }
        return value.equals("*/*") || value.equals("*") ? 1 : 0;
    }
}
