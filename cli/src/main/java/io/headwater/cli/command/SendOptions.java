package io.headwater.cli.command;

import java.nio.file.Path;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The options of the commands that send image files. */
final class SendOptions {

    /** What the records are keyed by: records of one key are classified in the order they were sent. */
    enum Key {
        EVENT,
        DIRECTORY,
        SOURCE
    }

    @Parameters(index = "0", paramLabel = "DIR", description = "Directory with images, at any depth.")
    Path directory;

    @Option(
            names = "--source",
            paramLabel = "NAME",
            description = "Where the images come from, such as a camera's name; goes into the events.")
    String source;

    @Option(
            names = "--key-by",
            paramLabel = "WHAT",
            defaultValue = "event",
            description = "Key of the records: event, directory or source. Records of one key are classified in the"
                    + " order they were sent (default: ${DEFAULT-VALUE}).")
    Key key;

    @Option(
            names = "--rate",
            paramLabel = "N",
            description = "Images a second, at most (default: as fast as possible).")
    Double rate;

    @Option(names = "--wait", description = "Wait until every image has been classified, and say how many were.")
    boolean await;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "With --wait: give up after this long without a new classification"
                    + " (default: ${DEFAULT-VALUE}).")
    int timeoutSeconds;
}
