package io.headwater.cli.dataset;

import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import io.headwater.cli.CliException;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * What the names in an exported directory stand for. The export gives each event id and each label one name of its own,
 * so a file that was moved to another label's directory since then keeps its event id.
 */
public final class ExportedNames {

    private final Map<String, String> eventIds = new HashMap<>();
    private final Map<String, String> labels = new HashMap<>();

    private ExportedNames() {}

    /** From the export's list of files; without names where the directory is none that was exported. */
    public static ExportedNames of(Path directory) {
        ExportedNames names = new ExportedNames();
        Path manifest = directory.resolve(DatasetExport.MANIFEST);
        if (Files.isRegularFile(manifest)) {
            try (Reader reader = Files.newBufferedReader(manifest)) {
                names.read(reader);
            } catch (IOException | RuntimeException e) {
                throw new CliException("Cannot read " + manifest + ": " + e.getMessage(), e);
            }
        }
        return names;
    }

    private void read(Reader reader) throws IOException {
        try (MappingIterator<String[]> rows = new CsvMapper()
                .enable(CsvParser.Feature.WRAP_AS_ARRAY)
                .enable(CsvParser.Feature.SKIP_EMPTY_LINES)
                .readerFor(String[].class)
                .readValues(reader)) {
            // Somebody else's file may have that name.
            if (!rows.hasNext() || !DatasetExport.COLUMNS.equals(Arrays.asList(rows.next()))) {
                return;
            }
            while (rows.hasNext()) {
                String[] row = rows.next();
                Path file = Path.of(row[DatasetExport.COLUMNS.indexOf("file")]);
                eventIds.put(file.getFileName().toString(), row[DatasetExport.COLUMNS.indexOf("event_id")]);
                labels.put(file.getParent().toString(), row[DatasetExport.COLUMNS.indexOf("label")]);
            }
        }
    }

    /** Event id that a file is named by; null for a file that was not exported. */
    public String eventId(String fileName) {
        return eventIds.get(fileName);
    }

    /** Label that a directory is named by; the name itself where no label was exported to it. */
    public String label(String directoryName) {
        return labels.getOrDefault(directoryName, directoryName);
    }
}
