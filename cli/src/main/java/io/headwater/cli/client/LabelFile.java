package io.headwater.cli.client;

import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import io.headwater.cli.CliException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Labels from a CSV file with the columns event_id, label and, optionally, annotator. */
public final class LabelFile {

    private static final String HEADER = "event_id";
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private LabelFile() {}

    /** @param annotator who gave the label; null where the file does not say */
    public record Line(String eventId, String label, String annotator) {}

    /** Reads all lines; the first one that is not right is an error that names it. */
    public static List<Line> read(Path file) {
        List<Line> lines = new ArrayList<>();
        try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8);
                MappingIterator<String[]> rows = new CsvMapper()
                        .enable(CsvParser.Feature.WRAP_AS_ARRAY)
                        .enable(CsvParser.Feature.TRIM_SPACES)
                        .enable(CsvParser.Feature.SKIP_EMPTY_LINES)
                        .readerFor(String[].class)
                        .readValues(withoutByteOrderMark(reader))) {
            while (rows.hasNext()) {
                int number = rows.getCurrentLocation().getLineNr();
                String[] row = rows.next();
                if (!(lines.isEmpty() && row[0].equalsIgnoreCase(HEADER))) {
                    lines.add(line(file, number, row));
                }
            }
        } catch (NoSuchFileException e) {
            throw new CliException("There is no file " + file, e);
        } catch (IOException | RuntimeException e) {
            if (e instanceof CliException clear) {
                throw clear;
            }
            throw new CliException("Cannot read " + file + " as CSV: " + e.getMessage(), e);
        }
        if (lines.isEmpty()) {
            throw new CliException(file + " has no lines; give event_id,label on each");
        }
        return lines;
    }

    /** Spreadsheets put one before what they save as UTF-8. */
    private static Reader withoutByteOrderMark(BufferedReader reader) throws IOException {
        reader.mark(1);
        if (reader.read() != BYTE_ORDER_MARK) {
            reader.reset();
        }
        return reader;
    }

    private static Line line(Path file, int number, String[] row) {
        if (row.length < 2 || row.length > 3 || row[0].isBlank() || row[1].isBlank()) {
            throw new CliException("Line " + number + " of " + file
                    + " is not event_id,label or event_id,label,annotator. Nothing was sent.");
        }
        return new Line(row[0], row[1], row.length == 3 && !row[2].isBlank() ? row[2] : null);
    }
}
