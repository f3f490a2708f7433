package io.farshore.dataplane.view;

import io.farshore.core.catalog.ReplicaKeys;
import io.farshore.core.catalog.SegmentRef;
import io.farshore.core.crypto.ObjectCipher;
import io.farshore.core.failure.KeyMissingException;
import io.farshore.core.log.SegmentIndex;
import io.farshore.core.run.StoredName;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/** Reads the indexes of many segments, a few at a time, and puts them into a map in order. */
final class PointLoader {
    private final IndexReader reader;
    private final ReplicaKeys keys;
    private final ViewObjects objects;
    private final ExecutorService threads;
    private final ViewSettings settings;

    PointLoader(
            IndexReader reader, ReplicaKeys keys, ViewObjects objects, ExecutorService threads, ViewSettings settings) {
        this.reader = reader;
        this.keys = keys;
        this.objects = objects;
        this.threads = threads;
        this.settings = settings;
    }

    /** Fills the map and returns the segments' frames, in order. */
    List<FrameTable> load(List<SegmentRef> segments, PointMap map) throws IOException {
        List<FrameTable> tables = new ArrayList<>(segments.size());
        ArrayDeque<Future<SegmentIndex>> reading = new ArrayDeque<>();
        try {
            Iterator<SegmentRef> ahead = segments.iterator();
            for (SegmentRef segment : segments) {
                while (ahead.hasNext() && reading.size() < settings.reads()) {
                    SegmentRef next = ahead.next();
                    reading.add(threads.submit(() -> reader.read(next, cipher(next))));
                }
                SegmentIndex index = get(reading.remove());
                map.add(segment, index);
                int object = objects.ordinal(
                        new StoredName.OfSegment(segment.id()), segment.id().generation());
                tables.add(new FrameTable(object, keys.segment(segment.id()), index));
            }
            return List.copyOf(tables);
        } finally {
            reading.forEach(each -> each.cancel(true));
        }
    }

    private ObjectCipher cipher(SegmentRef segment) throws KeyMissingException {
        return objects.cipher(
                new StoredName.OfSegment(segment.id()), segment.id().generation());
    }

    private static SegmentIndex get(Future<SegmentIndex> reading) throws IOException {
        try {
            return reading.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException cause -> throw cause;
                case RuntimeException cause -> throw cause;
                case Error cause -> throw cause;
                case null, default -> throw new IllegalStateException(e);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while opening a recovery point");
        }
    }
}
