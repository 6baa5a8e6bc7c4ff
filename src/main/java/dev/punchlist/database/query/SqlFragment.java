package dev.punchlist.database.query;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A piece of a statement. Values never stand in the text.
 *
 * @param text the text, with a {@code ?} for each value
 * @param values the values, in the order of their places
 */
public record SqlFragment(String text, List<Object> values) {

    /** Copies its values. */
    public SqlFragment {
        values = List.copyOf(values);
    }

    /** A piece with these values. */
    public static SqlFragment of(String text, Object... values) {
        return new SqlFragment(text, List.of(values));
    }

    /** The pieces, with this text between each two. */
    public static SqlFragment join(String separator, List<SqlFragment> pieces) {
        List<String> texts = new ArrayList<>();
        List<Object> values = new ArrayList<>();
        pieces.forEach(piece -> {
            texts.add(piece.text);
            values.addAll(piece.values);
        });
        return new SqlFragment(String.join(separator, texts), values);
    }

    /** This piece, followed by another. */
    public SqlFragment then(SqlFragment next) {
        return new SqlFragment(
                text + next.text,
                Stream.concat(values.stream(), next.values.stream()).toList());
    }

    /** This piece, followed by more text. */
    public SqlFragment then(String next, Object... nextValues) {
        return then(of(next, nextValues));
    }

    /** The text with its places numbered from 1 behind this marker, {@code $} for the client and {@code ?} for the ORM. */
    public String numbered(char marker) {
        StringBuilder numbered = new StringBuilder(text.length() + 16);
        int place = 0;
        for (int index = 0; index < text.length(); index++) {
            char character = text.charAt(index);
            if (character == '?') {
                numbered.append(marker).append(++place);
            } else {
                numbered.append(character);
            }
        }
        return numbered.toString();
    }
}
