package io.headwater.cli.client;

import io.headwater.cli.CliException;
import io.headwater.cli.dataset.ExportedNames;
import java.io.File;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The image files of a directory. */
public final class ImageFiles {

    private static final double MIB = 1024 * 1024;

    private ImageFiles() {}

    /**
     * All image files below the directory, by file extension, in order of their path. Hidden files and directories are
     * left out. In a directory that a dataset was exported to, files have the event ids and labels that they had.
     *
     * @param maxBytes largest image that may be sent; a larger one is an error that names it, before anything is sent
     */
    public static List<ImageFile> list(Path directory, int maxBytes) {
        if (!Files.exists(directory)) {
            throw new CliException("There is no directory " + directory);
        }
        if (!Files.isDirectory(directory)) {
            throw new CliException(directory + " is a file; name the directory that holds the images");
        }
        ExportedNames names = ExportedNames.of(directory);
        try (Stream<Path> walk = Files.walk(directory, FileVisitOption.FOLLOW_LINKS)) {
            List<ImageFile> files = walk.filter(Files::isRegularFile)
                    .filter(ImageFile::isImage)
                    .filter(path -> isVisible(directory.relativize(path)))
                    .sorted()
                    .map(path -> new ImageFile(
                            path,
                            relative(directory, path),
                            label(directory, path, names),
                            names.eventId(path.getFileName().toString())))
                    .toList();
            if (files.isEmpty()) {
                throw new CliException(
                        "There are no image files (.jpg, .png, .webp, .gif, .bmp, .tif) below " + directory);
            }
            for (ImageFile file : files) {
                requireSize(file.path(), maxBytes);
            }
            return files;
        } catch (IOException | java.io.UncheckedIOException e) {
            throw new CliException("Cannot read the directory " + directory + ": " + e.getMessage(), e);
        }
    }

    private static void requireSize(Path path, int maxBytes) throws IOException {
        long size = Files.size(path);
        if (size > maxBytes) {
            throw new CliException(String.format(
                    Locale.ROOT,
                    "%s has %.1f MiB, more than image.max.bytes (%.1f MiB) allows; leave it out, or raise"
                            + " image.max.bytes for the platform and here. Nothing was sent.",
                    path,
                    size / MIB,
                    maxBytes / MIB));
        }
    }

    private static boolean isVisible(Path relative) {
        for (Path name : relative) {
            if (name.toString().startsWith(".")) {
                return false;
            }
        }
        return true;
    }

    private static String relative(Path directory, Path path) {
        return directory.relativize(path).toString().replace(File.separatorChar, '/');
    }

    private static String label(Path directory, Path path, ExportedNames names) {
        Path parent = directory.relativize(path).getParent();
        return parent == null ? null : names.label(parent.getFileName().toString());
    }
}
