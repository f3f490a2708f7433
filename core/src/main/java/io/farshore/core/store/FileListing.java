package io.farshore.core.store;

import io.farshore.core.store.ObjectStore.StoredObject;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;

/**
 * One page of a listing, in key order over nested folders. Enters only folders that can hold keys of the page, and asks for the
 * attributes of few files more than it returns. Files that have no name of a key, such as another program's, are passed over.
 */
final class FileListing {
    private final Path root;
    private final String prefix;
    private final String startAfter;
    private final int limit;
    private final List<StoredObject> page = new ArrayList<>();

    FileListing(Path root, String prefix, String startAfter, int limit) {
        this.root = root;
        this.prefix = prefix;
        this.startAfter = startAfter;
        this.limit = limit;
    }

    List<StoredObject> list() throws IOException {
        visit(prefix.substring(0, prefix.lastIndexOf('/') + 1));
        return page;
    }

    /** @param folder empty, or a key's beginning that ends in a slash */
    private void visit(String folder) throws IOException {
        // A folder's keys come where its name and a slash would. So a name is first queued without one, and again with
        // it
        // once it is known to be a folder's: "a-b" comes before "a/b", though "a" comes before "a-b".
        PriorityQueue<String> names = names(folder);
        while (page.size() < limit && !names.isEmpty()) {
            String name = names.remove();
            if (name.endsWith("/")) {
                visit(folder + name);
            } else if (visitFile(folder + name) && mayHold(folder + name + "/")) {
                names.add(name + "/");
            }
        }
    }

    /** @return true when it is a folder */
    private boolean visitFile(String key) throws IOException {
        try {
            var file = Files.readAttributes(root.resolve(key), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (file.isRegularFile() && key.startsWith(prefix) && key.compareTo(startAfter) > 0) {
                page.add(new StoredObject(key, file.size()));
            }
            return file.isDirectory();
        } catch (NoSuchFileException deletedMeanwhile) {
            return false;
        }
    }

    private PriorityQueue<String> names(String folder) throws IOException {
        PriorityQueue<String> names = new PriorityQueue<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(root.resolve(folder))) {
            for (Path file : files) {
                String name = String.valueOf(file.getFileName());
                if (Keys.isPart(name) && mayHold(folder + name)) {
                    names.add(name);
                }
            }
        } catch (NoSuchFileException | NotDirectoryException noSuchFolder) {
            return names;
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return names;
    }

    /** True when a key of the page can be this one or start with it. */
    private boolean mayHold(String start) {
        return (start.startsWith(prefix) || prefix.startsWith(start))
                && (start.compareTo(startAfter) > 0 || startAfter.startsWith(start));
    }
}
