package dev.punchlist.http.syntax;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.OptionalLong;

/** Whole numbers of 64 bits as clients write them: in JSON 1, 1.0 and 1e0 are one number; in a text digits are ASCII. */
public final class WholeNumber {

    private static final BigDecimal LEAST = BigDecimal.valueOf(Long.MIN_VALUE);
    private static final BigDecimal GREATEST = BigDecimal.valueOf(Long.MAX_VALUE);
    private static final int MOST_DIGITS = 19;

    private WholeNumber() {}

    /** Whether this is a number without a fraction, however great. */
    public static boolean is(JsonNode value) {
        return value.isIntegralNumber()
                || (value.isNumber()
                        && value.decimalValue().stripTrailingZeros().scale() <= 0);
    }

    /** The value of a JSON number, if it is whole and has 64 bits at most. */
    public static OptionalLong of(JsonNode value) {
        if (!is(value)) {
            return OptionalLong.empty();
        }
        // Compared first: written out, 1e1000000000 would take all memory.
        BigDecimal number = value.decimalValue();
        return number.compareTo(LEAST) >= 0 && number.compareTo(GREATEST) <= 0
                ? OptionalLong.of(number.longValueExact())
                : OptionalLong.empty();
    }

    /** The value of a text of ASCII digits, perhaps behind a minus, if it has 64 bits at most. */
    public static OptionalLong of(String text) {
        int first = text.startsWith("-") ? 1 : 0;
        int digits = text.length() - first;
        if (digits < 1 || digits > MOST_DIGITS) {
            return OptionalLong.empty();
        }
        for (int index = first; index < text.length(); index++) {
            if (text.charAt(index) < '0' || text.charAt(index) > '9') {
                return OptionalLong.empty();
            }
        }
        try {
            return OptionalLong.of(Long.parseLong(text));
        } catch (NumberFormatException e) {
            // Nineteen digits can exceed 64 bits.
            return OptionalLong.empty();
        }
    }
}
