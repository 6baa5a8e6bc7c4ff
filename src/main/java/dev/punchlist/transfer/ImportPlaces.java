package dev.punchlist.transfer;

import dev.punchlist.PunchlistConfig;
import dev.punchlist.http.problem.ProblemException;
import dev.punchlist.http.problem.ProblemType;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Limits the imports that are under way, because each holds a chunk and a part of its report. An import that finds no place
 * is refused before any of its body is read.
 */
@Singleton
class ImportPlaces {

    private final AtomicInteger free;

    ImportPlaces(PunchlistConfig config) {
        this.free = new AtomicInteger(config.stream().imports());
    }

    /**
     * Takes a place, which is to be given back.
     *
     * @throws ProblemException 503 if no place is free
     */
    ImportPlaces take() {
        if (free.getAndUpdate(places -> Math.max(0, places - 1)) == 0) {
            throw ProblemException.of(
                    ProblemType.OVERLOADED, "Too many imports are under way.", Map.of("Retry-After", "1"));
        }
        return this;
    }

    void giveBack() {
        free.incrementAndGet();
    }
}
