package io.farshore.core.extent;

/** Turns extents in order, cut at region boundaries and with gaps between them, into parts as long as possible without gaps. */
final class Joiner<X extends Exception> {
    private final ExtentMap.Visitor<X> visitor;
    private long start;
    private long end;
    private long address = ExtentMap.ABSENT;

    Joiner(long start, ExtentMap.Visitor<X> visitor) {
        this.visitor = visitor;
        this.start = start;
        this.end = start;
    }

    /** Takes the next extent; what lies between it and the one before is absent. */
    void add(long from, long to, long extentAddress) throws X {
        extend(from, ExtentMap.ABSENT);
        extend(to, extentAddress);
    }

    /** Says that nothing follows before {@code to}. */
    void finish(long to) throws X {
        extend(to, ExtentMap.ABSENT);
        pass();
    }

    private void extend(long to, long nextAddress) throws X {
        if (to == end) {
            return;
        }
        if (!Addresses.continues(address, end - start, nextAddress)) {
            pass();
            start = end;
            address = nextAddress;
        }
        end = to;
    }

    private void pass() throws X {
        if (end > start) {
            visitor.visit(start, end - start, address);
        }
    }
}
