package org.rembus.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** How our sources read, as far as a machine can tell: the tail is guarded, not the average. */
final class SourceStyleTest {
    private static final int LONGEST_FILE_LINES = 600;
    private static final int NINE_OF_TEN_FILES_LINES = 250;
    private static final int HALF_OF_THE_FILES_LINES = 100;

    private static final List<Source> SOURCES = readAll();
    private static final List<Source> MAIN =
            SOURCES.stream().filter(source -> !source.isTest()).toList();
    private static final List<Source> TESTS =
            SOURCES.stream().filter(Source::isTest).toList();

    @Test
    void files_areShort() {
        assertThat(SOURCES)
                .filteredOn(source -> source.lines().size() > LONGEST_FILE_LINES)
                .isEmpty();
        List<Integer> lengths =
                MAIN.stream().map(source -> source.lines().size()).sorted().toList();
        assertThat(lengths.get(lengths.size() * 9 / 10)).isLessThanOrEqualTo(NINE_OF_TEN_FILES_LINES);
        assertThat(lengths.get(lengths.size() / 2)).isLessThanOrEqualTo(HALF_OF_THE_FILES_LINES);
    }

    @Test
    void packages_areIntroducedAndNullMarked() {
        assertThat(MAIN)
                .filteredOn(source -> !packageInfo(source).contains("@NullMarked"))
                .isEmpty();
    }

    @Test
    void names_sayWhatAThingIs() {
        assertThat(MAIN)
                .filteredOn(source -> source.path().toString().matches(".*(Utils?|Helper|Manager|Impl)\\.java"))
                .isEmpty();
    }

    @Test
    void nothing_isLeftForLater() {
        assertThat(SOURCES)
                .filteredOn(has("\\b(TO" + "DO|FIX" + "ME|X" + "XX)\\b"))
                .isEmpty();
    }

    @Test
    void tests_neitherSleepNorRetryNorAreSwitchedOff() {
        assertThat(TESTS)
                .filteredOn(has("Thread\\." + "sleep|@Dis" + "abled|@Repeated" + "Test|rerun" + "Failing"))
                .isEmpty();
    }

    private static Predicate<Source> has(String regex) {
        Predicate<String> found = Pattern.compile(regex).asPredicate();
        return source -> source.lines().stream().anyMatch(found);
    }

    private static String packageInfo(Source source) {
        Path file = source.path().resolveSibling("package-info.java");
        return SOURCES.stream()
                .filter(other -> other.path().equals(file))
                .map(other -> String.join("\n", other.lines()))
                .findFirst()
                .orElse("");
    }

    private static List<Source> readAll() {
        Path root = Path.of("").toAbsolutePath().getParent();
        try (Stream<Path> modules = Files.list(root)) {
            return modules.map(module -> module.resolve("src"))
                    .filter(Files::isDirectory)
                    .flatMap(SourceStyleTest::javaFiles)
                    .map(Source::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Path> javaFiles(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private record Source(Path path, List<String> lines) {
        static Source read(Path path) {
            try {
                return new Source(path, Files.readAllLines(path));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        boolean isTest() {
            return path.toString().contains("/src/test/");
        }

        @Override
        public String toString() {
            return path + " (" + lines.size() + " lines)";
        }
    }
}
