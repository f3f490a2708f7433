package io.farshore.dist.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How a document is read, and that output which differs is found. */
class ShownCommandTest {
    @Test
    void takesTheCommandsOfConsoleBlocksWithTheOutputBelowThem() {
        Document document = document("""
                Run `$ ./farshore a`.

                ```sh
                $ ./farshore b
                ```

                ```console
                $ ls
                c
                $ ./farshore d --e
                f
                $ ./farshore g
                ```
                """);

        assertThat(document.commands())
                .containsExactly(
                        new ShownCommand(8, "ls", List.of("c")),
                        new ShownCommand(10, "./farshore d --e", List.of("f")),
                        new ShownCommand(12, "./farshore g", List.of()));
    }

    @Test
    void outputThatDiffersIsFound() {
        assertThat(shown("a", "b").agreesWith("a\nb\n")).isTrue();
        assertThat(shown("a", "b").agreesWith("a\nc\n")).isFalse();
        assertThat(shown("a", "b").agreesWith("a\n")).isFalse();
        assertThat(shown("a").agreesWith("a\nb\n")).isFalse();
    }

    @Test
    void anEllipsisStandsForTextOrForLines() {
        assertThat(shown("a … c.").agreesWith("a 1 c.\n")).isTrue();
        assertThat(shown("a … c.").agreesWith("a 1 cd\n")).isFalse();
        assertThat(shown("a", "…", "z").agreesWith("a\nb\nc\nz\n")).isTrue();
        assertThat(shown("a", "…", "z").agreesWith("a\nz\n")).isTrue();
        assertThat(shown("a", "…").agreesWith("b\nz\n")).isFalse();
    }

    @Test
    void withoutShownOutputAnyIsRight() {
        assertThat(shown().agreesWith("a\n")).isTrue();
    }

    @Test
    void linksInCodeAreNoLinks() {
        assertThat(document("[a](b.md) `[c](d.md)`\n```\n[e](f.md)\n```\n").links())
                .containsExactly("b.md");
    }

    private static ShownCommand shown(String... output) {
        return new ShownCommand(1, "./farshore", List.of(output));
    }

    private static Document document(String text) {
        return new Document(Path.of("a.md"), text.lines().toList());
    }
}
