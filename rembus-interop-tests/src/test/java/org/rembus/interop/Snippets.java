package org.rembus.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The whole programs in a text in Markdown, to be run: those in Java by their class, those in Python by the name of their component. */
final class Snippets {
    private static final Pattern SNIPPET =
            Pattern.compile("^```(java|python)\n(.*?)^```", Pattern.DOTALL | Pattern.MULTILINE);
    private static final Pattern CLASS = Pattern.compile("public class (\\w+)");
    private static final Pattern NAME = Pattern.compile("rb\\.(?:node|server)\\(\"(?:[^\"]*/)?([\\w-]+)\"");

    private final Map<String, String> java = new HashMap<>();
    private final Map<String, String> python = new HashMap<>();
    private final Path folder;

    /** @param folder where programs in Java are put to be run */
    Snippets(String markdown, Path folder) {
        this.folder = folder;
        Matcher snippets = SNIPPET.matcher(markdown);
        while (snippets.find()) {
            String text = snippets.group(2);
            if (snippets.group(1).equals("java")) {
                java.put(first(CLASS, text), text);
            } else {
                python.put(first(NAME, text), text);
            }
        }
    }

    private static String first(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        assertThat(matcher.find()).as("%s in%n%s", pattern, text).isTrue();
        return matcher.group(1);
    }

    int count() {
        return java.size() + python.size();
    }

    /** A program as it is printed, not started yet; with a folder of its own for what components keep. */
    ProcessBuilder program(String name) {
        return program(name, UnaryOperator.identity());
    }

    /** @param change what is not as it is printed */
    ProcessBuilder program(String name, UnaryOperator<String> change) {
        String javaText = java.get(name);
        ProcessBuilder program = javaText != null
                ? javaProgram(name, change.apply(javaText))
                : PythonEnvironment.of(PythonVersion.V0_8_23)
                        .program(change.apply(Objects.requireNonNull(python.get(name), name)));
        program.environment().put("REMBUS_DIR", folder.resolve("home").toString());
        return program;
    }

    private ProcessBuilder javaProgram(String name, String text) {
        try {
            Path file = Files.writeString(folder.resolve(name + ".java"), text);
            String java =
                    Path.of(System.getProperty("java.home"), "bin", "java").toString();
            List<String> command = new ArrayList<>(List.of(java, "-Xmx128m"));
            command.addAll(RembusCommand.BRIEF);
            command.addAll(List.of("-cp", System.getProperty("java.class.path"), file.toString()));
            return new ProcessBuilder(command);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
