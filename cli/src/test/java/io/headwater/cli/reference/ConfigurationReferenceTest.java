package io.headwater.cli.reference;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.cli.ProjectRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ConfigurationReferenceTest {

    private static final String WRITE_PROPERTY = "headwater.docs.write";
    private static final String COMMAND = "./mvnw -pl cli -am test -Dtest=ConfigurationReferenceTest"
            + " -Dsurefire.failIfNoSpecifiedTests=false -D" + WRITE_PROPERTY;

    @Test
    void pageIsWhatTheDefinitionsSay() throws IOException {
        Path page = ProjectRoot.find().resolve("docs/configuration.md");
        String current = ConfigurationReference.markdown();
        if (System.getProperty(WRITE_PROPERTY) != null) {
            Files.writeString(page, current);
        }
        assertThat(Files.readString(page))
                .as("docs/configuration.md is out of date; write it again with: %s", COMMAND)
                .isEqualTo(current);
    }
}
