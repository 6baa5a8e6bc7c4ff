package dev.punchlist.transfer;

import dev.punchlist.PunchlistConfig;
import dev.punchlist.http.json.StrictJson;
import dev.punchlist.http.problem.ProblemException;
import dev.punchlist.http.problem.Violation;
import dev.punchlist.task.TaskDraft;
import dev.punchlist.transfer.record.CsvRecord;
import dev.punchlist.transfer.record.CsvSplitter;
import dev.punchlist.transfer.record.LineSplitter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads tasks from CSV as {@link CsvFormat} and spreadsheets write it; the header says which columns there are. */
final class CsvReader implements DraftReader {

    private final CsvCells cells;
    private final PunchlistConfig.Limits limits;
    private final CsvSplitter splitter;

    private Optional<String> delimiter;
    private boolean announced;
    private List<String> columns = List.of();
    private List<Reading> readings = new ArrayList<>();

    /** A reader of cells with this delimiter; where none is given, the header tells. */
    CsvReader(StrictJson json, PunchlistConfig.Limits limits, Optional<String> delimiter) {
        this.cells = new CsvCells(json);
        this.limits = limits;
        this.delimiter = delimiter;
        this.splitter = new CsvSplitter(delimiter.orElse(CsvHeader.DELIMITERS), LineSplitter.LONGEST, this::take);
    }

    @Override
    public List<Reading> read(byte[] piece) {
        splitter.read(piece);
        return taken();
    }

    @Override
    public List<Reading> end() {
        splitter.end();
        return taken();
    }

    private List<Reading> taken() {
        List<Reading> taken = readings;
        readings = new ArrayList<>();
        return taken;
    }

    private void take(CsvRecord record) {
        if (columns.isEmpty()) {
            takeHeader(record);
        } else {
            readings.add(reading(record));
        }
    }

    private void takeHeader(CsvRecord record) {
        try {
            if (!announced && CsvHeader.isAnnouncement(record)) {
                announced = true;
                announce(record.delimiters());
                return;
            }
            CsvHeader header = CsvHeader.of(record);
            columns = header.columns();
            splitter.delimitBy(delimiter.orElse(header.delimiter()));
        } catch (ProblemException e) {
            throw new UnreadableImportException(e);
        }
    }

    /** What the client says counts for more than what the text says. */
    private void announce(String said) {
        if (delimiter.isEmpty() && !said.isEmpty()) {
            delimiter = Optional.of(said);
            splitter.delimitBy(said);
        }
    }

    private Reading reading(CsvRecord record) {
        try {
            requireShape(record);
            return new Reading.Taken(
                    TaskDraft.read(cells.members(columns, record), limits), record.line(), record.bytes());
        } catch (ProblemException e) {
            return new ImportReport.Rejected(record.line(), e.violations());
        }
    }

    private void requireShape(CsvRecord record) {
        record.flaw().ifPresent(flaw -> {
            throw ProblemException.invalid(List.of(Violation.ofBody(flaw.code(), flaw.words())));
        });
        if (record.width() > columns.size()) {
            throw DraftReader.unreadable(
                    "The record has %s cells, the header %s.".formatted(record.width(), columns.size()));
        }
    }
}
