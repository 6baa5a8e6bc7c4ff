package dev.punchlist.database.query;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.mutiny.sqlclient.Cursor;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Reads a cursor in batches, and asks for the next while the reader works on the last. */
final class ReadAhead<T> {

    private final io.vertx.sqlclient.Cursor cursor;
    private final int batch;
    private final Function<Row, T> mapper;

    private Optional<Future<RowSet<io.vertx.sqlclient.Row>>> ahead;

    ReadAhead(Cursor cursor, int batch, Function<Row, T> mapper) {
        this.cursor = cursor.getDelegate();
        this.batch = batch;
        this.mapper = mapper;
        this.ahead = Optional.of(this.cursor.read(batch));
    }

    /** The next batch; empty at the end. */
    Uni<List<T>> next() {
        return ahead.map(batch -> Uni.createFrom()
                        .completionStage(batch::toCompletionStage)
                        .map(this::taken))
                .orElseGet(() -> Uni.createFrom().item(List.of()));
    }

    private List<T> taken(RowSet<io.vertx.sqlclient.Row> rows) {
        ahead = cursor.hasMore() ? Optional.of(cursor.read(batch)) : Optional.empty();
        List<T> mapped = new ArrayList<>(rows.size());
        rows.forEach(row -> mapped.add(mapper.apply(Row.newInstance(row))));
        return mapped;
    }
}
