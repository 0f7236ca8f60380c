package io.headwater.cli.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.headwater.cli.Headwater;
import io.headwater.cli.ProjectRoot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What README and docs name is there: files, commands with their options, test classes. */
class DocumentationTest {

    private static final Path ROOT = ProjectRoot.find();
    private static final Pattern LINK = Pattern.compile("]\\(([^):#]+)\\)");
    private static final Pattern COMMAND = Pattern.compile("(?m)(?:^ {4}|`)\\./headwater ([^`\\n]+)");
    private static final Pattern CONTAINER_COMMAND = Pattern.compile("(?m)^ {4}docker compose run .* cli (.+)$");
    private static final Pattern TEST_CLASS = Pattern.compile("`(\\w+Test)`");

    static Stream<Path> pages() throws IOException {
        return Stream.concat(Stream.of(ROOT.resolve("README.md")), markdownIn(ROOT.resolve("docs")));
    }

    @ParameterizedTest
    @MethodSource("pages")
    void linksLeadToFiles(Path page) throws IOException {
        assertThat(found(LINK, page))
                .allSatisfy(link -> assertThat(page.resolveSibling(link)).exists());
    }

    @ParameterizedTest
    @MethodSource("pages")
    void commandsAreUnderstood(Path page) throws IOException {
        Stream.concat(found(COMMAND, page).stream(), found(CONTAINER_COMMAND, page).stream())
                .forEach(command -> assertThatCode(() -> Headwater.commandLine()
                                .parseArgs(command.strip().split(" +")))
                        .as("%s in %s", command, page)
                        .doesNotThrowAnyException());
    }

    @ParameterizedTest
    @MethodSource("pages")
    void testClassesExist(Path page) throws IOException {
        assertThat(testClasses()).containsAll(found(TEST_CLASS, page));
    }

    private static List<String> found(Pattern pattern, Path page) throws IOException {
        return pattern.matcher(Files.readString(page))
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
    }

    private static Stream<Path> markdownIn(Path directory) throws IOException {
        return Files.list(directory).filter(file -> file.toString().endsWith(".md"));
    }

    private static Set<String> testClasses() throws IOException {
        try (Stream<Path> modules = Files.list(ROOT)) {
            return modules.map(module -> module.resolve("src/test/java"))
                    .filter(Files::isDirectory)
                    .flatMap(DocumentationTest::walk)
                    .map(file -> file.getFileName().toString().replace(".java", ""))
                    .collect(Collectors.toSet());
        }
    }

    private static Stream<Path> walk(Path directory) {
        try {
            return Files.walk(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
