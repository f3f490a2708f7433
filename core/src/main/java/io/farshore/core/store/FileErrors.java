package io.farshore.core.store;

import io.farshore.core.failure.ReadOnlyStoreException;
import io.farshore.core.failure.UnavailableException;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Says what a failure of the file system means for the store in it. */
final class FileErrors {
    private FileErrors() {}

    /** @param task what was being done to which key, such as {@code create a/b} */
    static UnavailableException unavailable(String task, Path root, IOException failure) {
        return new UnavailableException("cannot %s in %s: %s".formatted(task, root, reason(root, failure)), failure);
    }

    /** The same of a change: what the system does not permit is told apart. */
    static UnavailableException unchanged(String task, Path root, IOException failure) {
        UnavailableException away = unavailable(task, root, failure);
        boolean isRefused = failure instanceof AccessDeniedException
                || String.valueOf(failure.getMessage()).contains("Read-only file system");
        return isRefused ? new ReadOnlyStoreException(String.valueOf(away.getMessage()), failure) : away;
    }

    static UnavailableException gone(String task, Path root) {
        return new UnavailableException(
                "cannot %s in %s: the store's folder is gone; is its file system still mounted?".formatted(task, root));
    }

    private static String reason(Path root, IOException failure) {
        if (failure instanceof ClosedByInterruptException) {
            return "interrupted";
        }
        if (failure instanceof AccessDeniedException) {
            return "access denied to " + failure.getMessage();
        }
        String text = String.valueOf(failure.getMessage());
        if (text.toLowerCase(Locale.ROOT).contains("quota")) {
            return "the disk quota is used up; raise it or free space";
        }
        return isFull(root, text)
                ? "the file system is full; free space or give the store a larger one (%s)".formatted(text)
                : text;
    }

    /** By the free space too, as the system's own words may come in another language. */
    private static boolean isFull(Path root, String text) {
        try {
            FileStore files = Files.getFileStore(root);
            return text.contains("No space left") || files.getUsableSpace() == 0;
        } catch (IOException unknown) {
            return false;
        }
    }
}
