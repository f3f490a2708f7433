package io.farshore.dist.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** What the documents show works, and where they lead there is something. */
class DocumentationTest {
    private static final Path ROOT = root(Path.of("").toAbsolutePath());
    private static final List<Document> DOCUMENTS = Document.all(ROOT);

    @TestFactory
    Stream<DynamicTest> shownCommandsWork(@TempDir Path folder) {
        return DOCUMENTS.stream()
                .filter(document -> !document.commands().isEmpty())
                .map(document -> {
                    String name = ROOT.relativize(document.file()).toString();
                    return DynamicTest.dynamicTest(name, () -> {
                        Path own = Files.createDirectories(folder.resolve(name.replace('/', '_')));
                        try (Shell shell = Shell.in(own)) {
                            for (ShownCommand command : document.commands()) {
                                works(command, name, shell);
                            }
                        }
                    });
                });
    }

    @TestFactory
    Stream<DynamicTest> linksLeadSomewhere() {
        return DOCUMENTS.stream()
                .map(document -> DynamicTest.dynamicTest(
                        ROOT.relativize(document.file()).toString(),
                        () -> assertThat(deadLinks(document)).isEmpty()));
    }

    @Test
    void theReadmeIsAmongTheDocumentsAndShowsACommand() {
        assertThat(DOCUMENTS)
                .filteredOn(document -> document.file().equals(ROOT.resolve("README.md")))
                .singleElement()
                .satisfies(readme -> assertThat(readme.commands()).isNotEmpty());
    }

    @Test
    void aDeadLinkIsFound() {
        Document linking = new Document(
                ROOT.resolve("docs/imagined.md"),
                List.of("# A", "[x](ARCHITECTURE.md) [y](nowhere.md) [z](glossary.md#nothing) [a](#a) [b](#b)"));

        assertThat(deadLinks(linking)).containsExactly("nowhere.md", "glossary.md#nothing", "#b");
    }

    private static void works(ShownCommand command, String document, Shell shell)
            throws IOException, InterruptedException {
        Shell.Ending ending = shell.run(command.command());
        String where = "%s, line %d: %s%n%s".formatted(document, command.line(), command.command(), ending.output());

        assertThat(ending.exitCode()).as(where).isZero();
        assertThat(command.agreesWith(ending.output()))
                .as("%s%nis not what the document shows:%n%s", where, String.join("\n", command.output()))
                .isTrue();
    }

    private static List<String> deadLinks(Document document) {
        return document.links().stream()
                .filter(link -> !link.matches("[a-z]+:.*"))
                .filter(link -> !leadsSomewhere(document, link))
                .toList();
    }

    private static boolean leadsSomewhere(Document from, String link) {
        String[] parts = link.split("#", 2);
        Path target = parts[0].isEmpty() ? from.file() : from.file().resolveSibling(parts[0]);
        if (parts.length == 1) {
            return Files.exists(target);
        }
        Document to = parts[0].isEmpty() ? from : Document.read(target);
        return to.anchors().contains(parts[1]);
    }

    private static Path root(Path start) {
        Path folder = start;
        while (!Files.isRegularFile(folder.resolve("README.md"))) {
            folder = folder.getParent();
            if (folder == null) {
                throw new IllegalStateException("no README.md in " + start + " or above it");
            }
        }
        return folder;
    }
}
