package io.headwater.cli.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headwater.cli.CliException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DownloadTest {

    private static final int SIZE = 300_000;
    private static final int HALF = 150_000;

    @TempDir
    private Path directory;

    private final byte[] content = new byte[SIZE];
    private FileServer server;
    private Path file;

    @BeforeEach
    void serve() throws IOException {
        new Random(5).nextBytes(content);
        server = new FileServer(content);
        file = directory.resolve("downloads/model.onnx");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Download download() throws Exception {
        String sha256 =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        return new Download(server.file(), file, SIZE, sha256, Duration.ofSeconds(1));
    }

    private void assertWhole() throws IOException {
        assertThat(file).hasBinaryContent(content);
        try (var files = Files.list(file.getParent())) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void bringsTheWholeFileOnce() throws Exception {
        List<Long> progress = new ArrayList<>();
        assertThat(download().isThere()).isFalse();
        download().run(progress::add);
        assertWhole();
        assertThat(progress).isSorted().endsWith((long) SIZE);
        assertThat(download().isThere()).isTrue();
    }

    @Test
    void goesOnByItselfWhenTheConnectionIsCut() throws Exception {
        server.cutAfter = HALF;
        server.faults = 1;
        download().run(bytes -> {});
        assertWhole();
        assertThat(server.requests()).containsExactly("whole", "bytes=" + HALF + "-");
    }

    @Test
    void goesOnByItselfWhenNothingMoreComes() throws Exception {
        server.stallAfter = HALF;
        server.faults = 1;
        download().run(bytes -> {});
        assertWhole();
        assertThat(server.requests()).containsExactly("whole", "bytes=" + HALF + "-");
    }

    @Test
    void givesUpWhenNothingComesAndGoesOnInTheNextRun() throws Exception {
        server.cutAfter = HALF;
        server.faults = 1;
        Download first = download();
        // Half of it, then nothing at all.
        assertThatThrownBy(() -> first.run(bytes -> {
                    server.cutAfter = 0;
                    server.faults = 10;
                }))
                .isInstanceOf(CliException.class)
                .hasMessageContaining("broke off at 0.2 of 0.3 MB")
                .hasMessageContaining("run the command again");
        assertThat(file).doesNotExist();

        server.faults = 0;
        server.requests().clear();
        download().run(bytes -> {});
        assertWhole();
        assertThat(server.requests()).containsExactly("bytes=" + HALF + "-");
    }

    @Test
    void takesTheWholeFileFromAServerWithoutRanges() throws Exception {
        server.cutAfter = HALF;
        server.faults = 1;
        server.ranges = false;
        download().run(bytes -> {});
        assertWhole();
    }

    @Test
    void startsAnewWhenTheServersFileHasChangedMeanwhile() throws Exception {
        byte[] other = new byte[SIZE];
        server.replaceBy(other, "\"other\"");
        server.cutAfter = HALF;
        server.faults = 1;
        download().run(bytes -> server.replaceBy(content, "\"one\""));
        assertWhole();
        assertThat(server.requests()).containsExactly("whole", "bytes=" + HALF + "-");
    }

    @Test
    void deletesAFileWithOneWrongByte() throws Exception {
        byte[] wrong = content.clone();
        wrong[HALF] ^= 1;
        server.replaceBy(wrong, "\"wrong\"");
        assertThatThrownBy(() -> download().run(bytes -> {}))
                .isInstanceOf(CliException.class)
                .hasMessageContaining("is not the file that was pinned: its sha256 is ")
                .hasMessageContaining("deleted");
        assertThat(file.getParent()).isEmptyDirectory();
    }

    @Test
    void refusesAFileOfAnotherSizeBeforeItComes() throws Exception {
        server.replaceBy("version https://git-lfs.github.com/spec/v1".getBytes(), null);
        assertThatThrownBy(() -> download().run(bytes -> {}))
                .isInstanceOf(CliException.class)
                .hasMessageContaining("it has 42 bytes, not 300000");
        assertThat(file.getParent()).isEmptyDirectory();
    }

    @Test
    void replacesAFileThatWasDamagedOnTheDisk() throws Exception {
        Files.createDirectories(file.getParent());
        Files.write(file, new byte[SIZE]);
        assertThat(download().isThere()).isFalse();
        download().run(bytes -> {});
        assertWhole();
    }

    @Test
    void saysWhatIsNotThereAndDoesNotTryAgain() throws Exception {
        Download missing =
                new Download(server.base().resolve("none.onnx"), file, SIZE, "0".repeat(64), Duration.ofSeconds(1));
        assertThatThrownBy(() -> missing.run(bytes -> {}))
                .isInstanceOf(CliException.class)
                .hasMessageContaining("There is no " + server.base() + "none.onnx (the server answered 404)");
    }

    @Test
    void saysThatNobodyAnswers() throws Exception {
        Download download = download();
        server.close();
        assertThatThrownBy(() -> download.run(bytes -> {}))
                .isInstanceOf(CliException.class)
                .hasMessageContaining("broke off at 0.0 of 0.3 MB (ConnectException");
    }
}
