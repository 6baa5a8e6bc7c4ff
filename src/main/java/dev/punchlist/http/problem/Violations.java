package dev.punchlist.http.problem;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * The rules that one request breaks. The first hundred are kept and told; the rest are counted, so that neither what a
 * request costs nor its answer grows with what is wrong with it.
 */
public final class Violations {

    private static final int MOST = 100;

    private final List<Violation> kept = new ArrayList<>();
    private int count;

    /** These rules. */
    static Violations of(List<Violation> violations) {
        Violations all = new Violations();
        violations.forEach(all::add);
        return all;
    }

    /** Notes that a rule is broken. */
    public void add(Violation violation) {
        add(() -> violation);
    }

    /** Notes that a rule is broken; how, is only asked if it is to be told. */
    public void add(Supplier<Violation> violation) {
        if (kept.size() < MOST) {
            kept.add(violation.get());
        }
        count++;
    }

    /** How many there are. */
    public int count() {
        return count;
    }

    /**
     * Ends the reading of a body.
     *
     * @throws ProblemException 422 if any rule is broken
     */
    public void requireNone() {
        if (count > 0) {
            throw ProblemException.invalid(this);
        }
    }

    /** The first, as a sentence, and how many more there are. */
    String summary() {
        String first = kept.get(0).detail();
        return count == 1 ? first : first + " (and " + written(count - 1) + " more)";
    }

    /** The first ones, and behind them one that counts the rest, if there are more. */
    List<Violation> told() {
        List<Violation> told = new ArrayList<>(kept);
        if (count > kept.size()) {
            String rest = "And " + written(count - kept.size()) + " more.";
            told.add(
                    kept.get(0).parameter() == null
                            ? Violation.ofBody("more", rest)
                            : Violation.ofParameter("", "more", rest));
        }
        return told;
    }

    /** The same rules, of which no more than so many are kept. */
    Violations keeping(int most) {
        Violations fewer = new Violations();
        fewer.kept.addAll(kept.subList(0, Math.min(most, kept.size())));
        fewer.count = count;
        return fewer;
    }

    /** The same rules, broken in a part of the body that stands at this place. */
    Violations within(String place) {
        Violations moved = new Violations();
        kept.forEach(violation -> moved.kept.add(violation.within(place)));
        moved.count = count;
        return moved;
    }

    private static String written(int number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
