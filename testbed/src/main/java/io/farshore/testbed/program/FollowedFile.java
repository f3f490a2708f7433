package io.farshore.testbed.program;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A file to which lines are appended, such as a log. Each whole line is kept with the time at which it was seen. The file need
 * not exist yet, its directory must. It is read when the kernel says that it has changed. Safe for use by many threads.
 */
public final class FollowedFile implements AutoCloseable {
    private static final int LAST_LINES = 5;
    private static final int AT_ONCE = 1 << 20;

    private final Path file;
    private final InstantSource clock;
    private final WatchService watch;
    private final Thread follower;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<Line> lines = new ArrayList<>();
    private final StringBuilder unfinished = new StringBuilder();
    private long offset;
    private @Nullable IOException failure;

    /** A line without its end, and when it was seen here. */
    public record Line(Instant at, String text) {}

    private FollowedFile(Path file, InstantSource clock, WatchService watch) {
        this.file = file;
        this.clock = clock;
        this.watch = watch;
        this.follower = Thread.ofPlatform().daemon().name("follow " + file).unstarted(this::follow);
    }

    /** Starts to follow the file, from its beginning. */
    public static FollowedFile follow(Path file, InstantSource clock) throws IOException {
        WatchService watch = file.getFileSystem().newWatchService();
        Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file in a directory")
                .register(watch, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_MODIFY);
        FollowedFile followed = new FollowedFile(file, clock, watch);
        followed.follower.start();
        return followed;
    }

    /**
     * The first line that is wanted; waits for it until the deadline.
     *
     * @param what names the line in the exception that is thrown when it does not come
     */
    public Line await(Predicate<String> wanted, String what, Duration atMost)
            throws IOException, InterruptedException, TimeoutException {
        long remaining = atMost.toNanos();
        int seen = 0;
        lock.lock();
        try {
            while (true) {
                while (seen < lines.size()) {
                    Line line = lines.get(seen++);
                    if (wanted.test(line.text())) {
                        return line;
                    }
                }
                if (failure != null) {
                    throw new IOException("%s could not be followed".formatted(file), failure);
                }
                if (remaining <= 0) {
                    throw new TimeoutException("waited %s for %s in %s; its last lines are: %s"
                            .formatted(atMost, what, file, lastLines()));
                }
                remaining = changed.awaitNanos(remaining);
            }
        } finally {
            lock.unlock();
        }
    }

    private List<String> lastLines() {
        return lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()).stream()
                .map(Line::text)
                .toList();
    }

    /** All whole lines so far. */
    public List<Line> lines() {
        lock.lock();
        try {
            return List.copyOf(lines);
        } finally {
            lock.unlock();
        }
    }

    private void follow() {
        try {
            readMore();
            while (true) {
                WatchKey key = watch.take();
                key.pollEvents();
                key.reset();
                readMore();
            }
        } catch (ClosedWatchServiceException | InterruptedException e) {
            return; // nobody wants more
        } catch (IOException e) {
            fail(e);
        }
    }

    private void fail(IOException problem) {
        lock.lock();
        try {
            failure = problem;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void readMore() throws IOException {
        if (!Files.exists(file)) {
            return;
        }
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            in.seek(offset);
            byte[] buffer = new byte[AT_ONCE];
            for (int read = in.read(buffer); read > 0; read = in.read(buffer)) {
                offset += read;
                take(new String(buffer, 0, read, StandardCharsets.ISO_8859_1));
            }
        }
    }

    private void take(String more) {
        lock.lock();
        try {
            unfinished.append(more);
            Instant now = clock.instant();
            int start = 0;
            for (int end = unfinished.indexOf("\n"); end >= 0; end = unfinished.indexOf("\n", start)) {
                lines.add(new Line(now, unfinished.substring(start, end).strip()));
                start = end + 1;
            }
            unfinished.delete(0, start);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Stops to follow, after having read what is there. What was read stays readable. */
    @Override
    public void close() throws IOException {
        watch.close();
        try {
            follower.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        readMore();
    }
}
