package io.farshore.dist;

import static org.assertj.core.api.Assertions.assertThat;

import io.farshore.cli.exit.ExitCodes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The reference of the commands says of each command's options and parameters all there are, and no others. */
class DocumentationOfCommandsTest {
    private static final Path REFERENCE = root().resolve("docs/reference");
    private static final Set<String> OF_EVERY_COMMAND = Set.of("--help", "--version", "--debug");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(--[a-z-]+|[A-Z|]+)[ `]");

    @TestFactory
    Stream<DynamicTest> aCommandsSectionHasARowForEachOption() throws IOException {
        Map<String, String> sections = sections(Files.readString(REFERENCE.resolve("commands.md")));
        return commands().stream()
                .map(command -> DynamicTest.dynamicTest(
                        name(command),
                        () -> assertThat(rows(sections.getOrDefault(name(command), "")))
                                .as("rows below '## %s' in commands.md", name(command))
                                .isEqualTo(options(command))));
    }

    @Test
    void everySectionIsOfACommand() throws IOException {
        assertThat(sections(Files.readString(REFERENCE.resolve("commands.md"))).keySet())
                .filteredOn(title -> title.startsWith("farshore"))
                .containsExactlyElementsOf(commands().stream()
                        .map(DocumentationOfCommandsTest::name)
                        .toList());
    }

    @Test
    void everyExitCodeIsInItsTable() throws IOException {
        String table = Files.readString(REFERENCE.resolve("exit-codes.md"));

        ExitCodes.meanings().keySet().forEach(code -> assertThat(table).contains("\n| " + code + " | "));
    }

    /** Commands that do something, in the order of the help. */
    private static List<CommandLine> commands() {
        List<CommandLine> found = new ArrayList<>();
        collect(CommandLines.of(Farshore.commands(), Map.of()), found);
        return found;
    }

    private static void collect(CommandLine command, List<CommandLine> found) {
        if (command.getSubcommands().isEmpty()) {
            found.add(command);
        }
        command.getSubcommands().values().forEach(below -> collect(below, found));
    }

    private static String name(CommandLine command) {
        return command.getCommandSpec().qualifiedName();
    }

    private static Set<String> options(CommandLine command) {
        Set<String> names = new TreeSet<>();
        command.getCommandSpec().options().stream()
                .map(OptionSpec::longestName)
                .filter(name -> !OF_EVERY_COMMAND.contains(name))
                .forEach(names::add);
        command.getCommandSpec().positionalParameters().stream()
                .map(ArgSpec::paramLabel)
                .forEach(names::add);
        return names;
    }

    private static Set<String> rows(String section) {
        Set<String> names = new TreeSet<>();
        ROW.matcher(section.replace("\\|", "|"))
                .results()
                .map((MatchResult row) -> row.group(1))
                .forEach(names::add);
        return names;
    }

    /** The text below each heading of the second level. */
    private static Map<String, String> sections(String document) {
        Map<String, String> sections = new LinkedHashMap<>();
        for (String part : document.split("(?m)^## ", -1)) {
            int end = part.indexOf('\n');
            sections.put(part.substring(0, Math.max(0, end)).strip(), part.substring(end + 1));
        }
        return sections;
    }

    private static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        return Files.isRegularFile(folder.resolve("README.md"))
                ? folder
                : folder.resolve("..").normalize();
    }
}
