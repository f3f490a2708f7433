package io.farshore.dataplane.view;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Index pages, the most recently used of them. Each is read once at a time. Any thread may call. */
final class PageCache {
    private final long limit;
    private final Map<Long, CompletableFuture<LoadedPage>> pages = new LinkedHashMap<>(64, 0.75f, true);
    private long bytes;

    /** Reads a page. */
    interface Loader {
        LoadedPage load() throws IOException;
    }

    /** @param limit so many bytes of heap are kept; one page more while it is needed */
    PageCache(long limit) {
        this.limit = limit;
    }

    synchronized boolean contains(long id) {
        return pages.containsKey(id);
    }

    LoadedPage get(long id, Loader loader) throws IOException {
        CompletableFuture<LoadedPage> page;
        boolean mine;
        synchronized (this) {
            CompletableFuture<LoadedPage> there = pages.get(id);
            mine = there == null;
            page = there == null ? new CompletableFuture<>() : there;
            if (mine) {
                pages.put(id, page);
            }
        }
        return mine ? load(id, page, loader) : await(page, loader);
    }

    private LoadedPage load(long id, CompletableFuture<LoadedPage> page, Loader loader) throws IOException {
        boolean loaded = false;
        try {
            LoadedPage found = loader.load();
            loaded = true;
            synchronized (this) {
                bytes += found.memoryBytes();
                page.complete(found);
                evict();
            }
            return found;
        } finally {
            if (!loaded) {
                synchronized (this) {
                    pages.remove(id, page);
                }
                page.completeExceptionally(new IOException("reading the page failed elsewhere"));
            }
        }
    }

    /** When who was reading it failed, this one tries for itself: the other may have been interrupted. */
    private static LoadedPage await(CompletableFuture<LoadedPage> page, Loader loader) throws IOException {
        try {
            return page.get();
        } catch (ExecutionException e) {
            return loader.load();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while reading an index page");
        }
    }

    private void evict() {
        Iterator<CompletableFuture<LoadedPage>> eldestFirst = pages.values().iterator();
        while (bytes > limit && eldestFirst.hasNext()) {
            CompletableFuture<LoadedPage> eldest = eldestFirst.next();
            if (eldest.isDone()) {
                bytes -= eldest.join().memoryBytes();
                eldestFirst.remove();
            }
        }
    }
}
