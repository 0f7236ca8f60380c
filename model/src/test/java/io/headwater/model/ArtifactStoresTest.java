package io.headwater.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The uris of artifact stores. */
class ArtifactStoresTest {

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"ftp://host/dir", "data/artifacts", "file:", "file://host/dir"})
    void refusesUrisItDoesNotKnow(String uri) {
        assertThatThrownBy(() -> ArtifactStores.open(uri, directory))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("artifact.store '" + uri + "'")
                .hasMessageContaining("use file:DIRECTORY");
    }

    @Test
    void resolvesRelativePathsAgainstTheWorkingDirectory() {
        try (ArtifactStore relative = ArtifactStores.open("file:data/artifacts", directory)) {
            assertThat(relative)
                    .hasToString("file:" + Path.of("").toAbsolutePath().resolve("data/artifacts"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"s3:", "s3://", "s3:/bucket", "s3://B", "s3://under_score", "s3://bucket/a b", "s3://bucket/../x"
            })
    void refusesUrisThatNameNoBucketOrNoPrefix(String uri) {
        assertThatThrownBy(() -> ArtifactStores.open(uri, directory))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("artifact.store '" + uri + "'")
                .hasMessageContaining("use ");
        assertThatThrownBy(() -> ArtifactStores.absolute(uri)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "s3://bucket, s3://bucket",
        "s3://bucket/, s3://bucket",
        "s3://my.bucket-1/a/b, s3://my.bucket-1/a/b",
        "s3://bucket/a/, s3://bucket/a"
    })
    void isTheSameFromEveryDirectory(String uri, String same) {
        assertThat(ArtifactStores.absolute(uri)).isEqualTo(same);
    }

    @Test
    void aDirectoryNeedsNothingOfTheSdk() throws Exception {
        try (URLClassLoader withoutSdk = withoutSdk()) {
            Method open =
                    withoutSdk.loadClass(ArtifactStores.class.getName()).getMethod("open", String.class, Path.class);

            assertThat(open.invoke(null, "file:" + directory, directory)).hasToString("file:" + directory);
            assertThatThrownBy(() -> open.invoke(null, "s3://bucket", directory))
                    .isInstanceOf(InvocationTargetException.class)
                    .hasCauseInstanceOf(NoClassDefFoundError.class);
        }
    }

    private static URLClassLoader withoutSdk() throws MalformedURLException {
        List<URL> path = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            if (!entry.contains("awssdk")) {
                path.add(Path.of(entry).toUri().toURL());
            }
        }
        return new URLClassLoader(path.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
    }
}
