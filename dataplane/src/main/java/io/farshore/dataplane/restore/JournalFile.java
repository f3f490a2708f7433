package io.farshore.dataplane.restore;

import io.farshore.core.failure.CorruptDataException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;

/** The file {@code NAME.partial.journal}. Replaced whole, and durable when a method returns. Knows nothing of the data. */
final class JournalFile {
    private final Path path;

    private JournalFile(Path path) {
        this.path = path;
    }

    /** The journal of a file that is, or will be, restored. */
    static JournalFile of(Path target) {
        return new JournalFile(target.resolveSibling(target.getFileName() + ".partial.journal"));
    }

    /** What it says, or null when there is none or it is damaged: then nothing is known. */
    @Nullable
    RestoreJournal read() throws IOException {
        try {
            return RestoreJournal.parse(path.toString(), Files.readAllBytes(path));
        } catch (NoSuchFileException | CorruptDataException e) {
            return null;
        }
    }

    void write(RestoreJournal journal) throws IOException {
        Path draft = path.resolveSibling(path.getFileName() + ".new");
        // No channel: an interruption would close it.
        try (FileOutputStream file = new FileOutputStream(draft.toFile())) {
            file.write(journal.toBytes());
            file.getFD().sync();
        }
        Files.move(draft, path, StandardCopyOption.ATOMIC_MOVE);
        Folder.of(path).force();
    }

    void delete() throws IOException {
        Files.deleteIfExists(path.resolveSibling(path.getFileName() + ".new"));
        if (Files.deleteIfExists(path)) {
            Folder.of(path).force();
        }
    }
}
