package io.farshore.dist.documents;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A Markdown file: the commands it shows, the links it gives, the headings that links may name. Checks nothing itself. */
record Document(Path file, List<String> lines) {
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
    private static final Pattern CODE = Pattern.compile("`[^`]*`");
    private static final String COMMAND = "$ ";

    Document {
        lines = List.copyOf(lines);
    }

    static Document read(Path file) {
        try {
            return new Document(file, Files.readAllLines(file));
        } catch (IOException e) {
            throw new IllegalStateException("cannot read " + file, e);
        }
    }

    /** The README, the change log and all below docs. */
    static List<Document> all(Path root) {
        try (Stream<Path> docs = Files.walk(root.resolve("docs"))) {
            return Stream.concat(Stream.of(root.resolve("README.md"), root.resolve("CHANGELOG.md")), docs)
                    .filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .map(Document::read)
                    .toList();
        } catch (IOException e) {
            throw new IllegalStateException("cannot list the documents below " + root, e);
        }
    }

    List<ShownCommand> commands() {
        List<ShownCommand> commands = new ArrayList<>();
        for (Block block : blocks()) {
            for (int i = 0; i < block.lines().size(); i++) {
                if (block.isConsole() && block.lines().get(i).startsWith(COMMAND)) {
                    List<String> output = block.lines().stream()
                            .skip(i + 1L)
                            .takeWhile(line -> !line.startsWith("$ "))
                            .toList();
                    commands.add(new ShownCommand(
                            block.firstLine() + i, block.lines().get(i).substring(2), output));
                }
            }
        }
        return commands;
    }

    /** What stands in the parentheses of links, as written. */
    List<String> links() {
        return prose().flatMap(
                        line -> LINK.matcher(CODE.matcher(line).replaceAll("")).results())
                .map((MatchResult link) -> link.group(1))
                .toList();
    }

    /** The names that the headings have in links. */
    List<String> anchors() {
        return prose().filter(line -> line.startsWith("#"))
                .map(line -> line.replaceFirst("^#+ *", "").toLowerCase(Locale.ROOT))
                .map(title -> title.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'))
                .toList();
    }

    private Stream<String> prose() {
        return blocks().stream().filter(block -> block.kind().isEmpty()).flatMap(block -> block.lines().stream());
    }

    /** The document cut at its fences. */
    private List<Block> blocks() {
        List<Block> blocks = new ArrayList<>();
        String kind = "";
        int start = 0;
        for (int i = 0; i <= lines.size(); i++) {
            boolean isFence = i < lines.size() && lines.get(i).startsWith("```");
            if (isFence || i == lines.size()) {
                blocks.add(new Block(kind, start + 1, lines.subList(start, i)));
                kind = isFence && kind.isEmpty() ? "code " + lines.get(i).substring(3) : "";
                start = i + 1;
            }
        }
        return blocks;
    }

    /** @param kind empty for prose */
    private record Block(String kind, int firstLine, List<String> lines) {
        boolean isConsole() {
            return kind.equals("code console");
        }
    }
}
