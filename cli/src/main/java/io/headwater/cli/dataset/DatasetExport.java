package io.headwater.cli.dataset;

import com.fasterxml.jackson.databind.SequenceWriter;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import io.headwater.cli.CliException;
import io.headwater.model.ImageDecoder;
import io.headwater.model.ImageFormat;
import io.headwater.model.ImageRejectedException;
import io.headwater.trainer.dataset.Sample;
import io.headwater.trainer.dataset.avro.SegmentEntry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes a dataset as image files, one directory per label, and a list of them. */
public final class DatasetExport {

    /** Name of the list: event_id, label, split (train or holdout), file, labelled_at. */
    public static final String MANIFEST = "manifest.csv";

    static final List<String> COLUMNS = List.of("event_id", "label", "split", "file", "labelled_at");

    private final StoredDataset stored;
    private final Path directory;
    private final ImageDecoder decoder = new ImageDecoder(Long.MAX_VALUE);
    private final Map<String, Path> written = new TreeMap<>();

    /** @param directory must be empty or not there yet */
    public DatasetExport(StoredDataset stored, Path directory) {
        this.stored = stored;
        this.directory = directory;
        requireEmpty(directory);
    }

    private static void requireEmpty(Path directory) {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> content = Files.list(directory)) {
            if (content.findAny().isPresent()) {
                throw new CliException(directory + " is not empty; name a directory that is, or a new one");
            }
        } catch (IOException e) {
            throw CliException.because(directory + " is not a directory that can be used", e);
        }
    }

    /**
     * Writes all images, then the list.
     *
     * @param progress gets the number of images that are written
     * @return the number of images
     */
    public int run(LongConsumer progress) throws IOException {
        Files.createDirectories(directory);
        Map<String, Sample> samples =
                stored.dataset().samples().stream().collect(Collectors.toMap(Sample::eventId, sample -> sample));
        stored.dataset().images().visit(samples.keySet(), entries -> {
            for (SegmentEntry entry : entries) {
                // The entry's own label is the first one; the sample has the last.
                write(samples.get(entry.getEventId()), entry.getImage());
                progress.accept(written.size());
            }
        });
        writeManifest(samples);
        return written.size();
    }

    private void write(Sample sample, ByteBuffer image) throws IOException {
        Path file = directory
                .resolve(FileNames.of(sample.label()))
                .resolve(FileNames.of(sample.eventId()) + "." + extension(image));
        Files.createDirectories(file.getParent());
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = image.duplicate();
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }
        written.put(sample.eventId(), file);
    }

    private String extension(ByteBuffer image) {
        try {
            ImageFormat format = decoder.probe(image).format();
            return switch (format) {
                case JPEG -> "jpg";
                case PNG -> "png";
                case GIF -> "gif";
                case BMP -> "bmp";
                case WEBP -> "webp";
                case TIFF -> "tiff";
            };
        } catch (ImageRejectedException e) {
            return "bin";
        }
    }

    private void writeManifest(Map<String, Sample> samples) throws IOException {
        try (SequenceWriter rows =
                new CsvMapper().writer().writeValues(Files.newBufferedWriter(directory.resolve(MANIFEST)))) {
            rows.write(COLUMNS);
            for (Map.Entry<String, Path> each : written.entrySet()) {
                Sample sample = samples.get(each.getKey());
                rows.write(new String[] {
                    sample.eventId(),
                    sample.label(),
                    stored.isHeldOut(sample) ? "holdout" : "train",
                    directory.relativize(each.getValue()).toString().replace('\\', '/'),
                    sample.labelledAt().toString()
                });
            }
        }
    }
}
