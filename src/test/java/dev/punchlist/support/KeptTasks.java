package dev.punchlist.support;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The titles that the database keeps when a load is over, to be held against what its clients were told. */
final class KeptTasks {

    private final Map<String, Long> times;

    private KeptTasks(Map<String, Long> times) {
        this.times = times;
    }

    static KeptTasks of(TestDatabase database) {
        return new KeptTasks(database.query("select title from tasks").stream()
                .map(row -> row.get(0))
                .collect(Collectors.groupingBy(title -> title, Collectors.counting())));
    }

    boolean has(String title) {
        return times.containsKey(title);
    }

    /** Those of the acknowledged ones that are not there. */
    List<String> lost(Collection<String> acknowledged) {
        return acknowledged.stream().filter(title -> !has(title)).toList();
    }

    /** Those that are there more than once. */
    List<String> doubled() {
        return times.entrySet().stream()
                .filter(title -> title.getValue() > 1)
                .map(Map.Entry::getKey)
                .toList();
    }
}
