package io.farshore.dataplane.restore;

import io.farshore.dataplane.restore.RestoreTargets.Target;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A raw file in the making: {@code NAME.partial} until {@link #complete}, and its journal. Closed before that, it is kept for a
 * restore that goes on, unless there is nothing to go on with.
 */
final class PartialFile implements AutoCloseable {
    private final Path target;
    private final Path partial;
    private final RandomAccessFile file;
    private final JournalFile journalFile;
    private RestoreJournal journal;
    private boolean ended;

    private PartialFile(Path target, Path partial, RandomAccessFile file, RestoreJournal journal) {
        this.target = target;
        this.partial = partial;
        this.file = file;
        this.journal = journal;
        journalFile = JournalFile.of(target);
    }

    /**
     * Starts the file, or goes on with what an earlier restore made durable, according to the settings.
     *
     * @throws IllegalArgumentException when another restore is writing it
     */
    static PartialFile open(Target target, RestoreOrigin origin, RestoreSettings settings) throws IOException {
        Path partial = Leftover.partial(target.file());
        RandomAccessFile file = new RandomAccessFile(partial.toFile(), "rw");
        try {
            lock(file.getChannel(), partial);
            long durable =
                    settings.resume() ? Leftover.find(target, origin, settings).durable() : 0;
            long size = target.device().size();
            RestoreJournal journal = new RestoreJournal(origin, target.disk(), size, Leftover.inode(partial), durable);
            PartialFile opened = new PartialFile(target.file(), partial, file, journal);
            opened.makeEmptyAfter(durable, size);
            return opened;
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private static void lock(FileChannel channel, Path partial) throws IOException {
        boolean locked;
        try {
            // A restore that ended between opening and locking has given the file another name.
            locked = channel.tryLock() != null && Files.exists(partial);
        } catch (OverlappingFileLockException e) {
            locked = false;
        }
        if (!locked) {
            throw new IllegalArgumentException(
                    "another restore is writing %s: wait for it, or restore to another file".formatted(partial));
        }
    }

    /** What was written after the last checkpoint may be anything after a power cut. The journal goes before what it speaks of. */
    private void makeEmptyAfter(long durable, long size) throws IOException {
        if (durable == 0) {
            journalFile.delete();
        }
        file.setLength(durable);
        file.setLength(size);
        journalFile.write(journal);
    }

    FileChannel channel() {
        return file.getChannel();
    }

    /** How much of the disk is in the file on stable storage, from its start, in bytes. */
    synchronized long durable() {
        return journal.durable();
    }

    /** Makes what has been written durable, then says so in the journal. */
    synchronized void checkpoint(long written) throws IOException {
        if (written > journal.durable()) {
            // Not through the channel: an interruption would close it.
            file.getFD().sync();
            journal = journal.withDurable(written);
            journalFile.write(journal);
        }
    }

    /** Makes the content durable and gives the file its name. The journal stays, so that the restore of several files can go on. */
    void complete() throws IOException {
        file.getFD().sync();
        checkpoint(journal.size());
        Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
        ended = true;
        Folder.of(target).force();
    }

    /** Removes everything: it is not worth going on. */
    void discard() throws IOException {
        ended = true;
        journalFile.delete();
        Files.deleteIfExists(partial);
    }

    @Override
    public void close() throws IOException {
        try (file) {
            if (!ended && durable() == 0) {
                discard();
            }
        }
    }
}
