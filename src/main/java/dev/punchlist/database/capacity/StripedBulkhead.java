package dev.punchlist.database.capacity;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * In effect a bulkhead for each key: keys that fall on the same of many stripes share one. Writers of one row would wait for
 * its lock in the database, each with a connection; here they wait without.
 */
final class StripedBulkhead {

    private static final int STRIPES = 1_024;

    private final List<Bulkhead> stripes;

    /** Stripes that are made by this. */
    StripedBulkhead(Supplier<Bulkhead> stripe) {
        this.stripes = Stream.generate(stripe).limit(STRIPES).toList();
    }

    /** The same, with the length of its queues shown as a metric under the name of the kind of work. */
    StripedBulkhead measuredAs(String work, MeterRegistry metrics) {
        Gauge.builder(Bulkhead.WAITING, this, StripedBulkhead::waiting)
                .description(Bulkhead.WAITING_MEANS)
                .tag(Bulkhead.WORK, work)
                .register(metrics);
        return this;
    }

    /** The one of this key. */
    Compartment of(Object key) {
        return stripes.get(Math.floorMod(key.hashCode(), STRIPES));
    }

    private int waiting() {
        return stripes.stream().mapToInt(Bulkhead::waiting).sum();
    }
}
