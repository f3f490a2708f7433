package io.farshore.dataplane.view;

import io.farshore.core.extent.ExtentMap;
import io.farshore.core.run.Fence;
import io.farshore.core.run.IndexRun;
import io.farshore.core.run.RunPage;
import java.io.IOException;
import java.util.List;

/** An index run as of one of its steps: its pages are read when they are needed. */
final class RunLayer implements Layer {
    private static final int BYTES_PER_PAGE = 64;

    private final int ordinal;
    private final int generation;
    private final IndexRun run;
    private final int step;
    private final List<DiskLineage.Ancestor> disks;
    private final PageCache pages;
    private final CodecPool codecs;
    private final ViewObjects objects;

    /**
     * @param ordinal of the run in the view
     * @param generation that it is of
     * @param disks of that generation
     */
    RunLayer(
            int ordinal,
            int generation,
            IndexRun run,
            int step,
            List<DiskLineage.Ancestor> disks,
            PageCache pages,
            CodecPool codecs,
            ViewObjects objects) {
        this.ordinal = ordinal;
        this.generation = generation;
        this.run = run;
        this.step = step;
        this.disks = disks;
        this.pages = pages;
        this.codecs = codecs;
        this.objects = objects;
    }

    @Override
    public void forEach(int disk, long offset, long length, Visitor visitor) throws IOException {
        int number = ancestor(disk);
        long end = offset + length;
        long known = number < 0 ? offset : Math.min(end, disks.get(number).kept());
        long at = offset;
        for (int page = run.pageAt(Math.max(0, number), offset); at < known; page++) {
            if (page == run.fences().size() || run.fences().get(page).disk() != number) {
                break;
            }
            Fence fence = run.fences().get(page);
            if (fence.from() > at) {
                long gapEnd = Math.min(known, fence.from());
                visitor.visit(at, gapEnd - at, null, ExtentMap.ABSENT);
                at = gapEnd;
            }
            long pageEnd = Math.min(known, fence.to());
            if (at < pageEnd) {
                visit(page(page), at, pageEnd - at, visitor);
                at = pageEnd;
            }
        }
        if (at < end) {
            visitor.visit(at, end - at, null, ExtentMap.ABSENT);
        }
    }

    private static void visit(LoadedPage page, long offset, long length, Visitor visitor) throws IOException {
        page.map()
                .<IOException>forEach(
                        offset - page.base(),
                        length,
                        (from, count, address) ->
                                visitor.visit(from + page.base(), count, address < 0 ? null : page, address));
    }

    /** The disk's number in the run's generation, or -1 when it was not there. */
    private int ancestor(int disk) {
        for (int number = 0; number < disks.size(); number++) {
            if (disks.get(number).disk() == disk) {
                return number;
            }
        }
        return -1;
    }

    @Override
    public void prepare(int disk, long offset, long length, List<Load> work) {
        int number = ancestor(disk);
        int page = number < 0 ? run.fences().size() : run.pageAt(number, offset);
        for (; page < run.fences().size(); page++) {
            Fence fence = run.fences().get(page);
            if (fence.disk() != number || fence.from() >= offset + length) {
                return;
            }
            int wanted = page;
            if (!pages.contains(id(page))) {
                work.add(() -> page(wanted));
            }
        }
    }

    private long id(int page) {
        return (long) ordinal << 32 | page;
    }

    private LoadedPage page(int number) throws IOException {
        return pages.get(
                id(number),
                () -> codecs.<LoadedPage, IOException>use(codec -> {
                    RunPage page = run.page(number, codec);
                    long base = run.fences().get(number).from();
                    return new LoadedPage(base, page.asOf(step, base), page.payload(), objects, generation);
                }));
    }

    @Override
    public long memoryBytes() {
        return (long) run.fences().size() * BYTES_PER_PAGE;
    }
}
