package io.farshore.dataplane.file;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Zeroes ranges of a file by giving their space back: {@code fallocate(2)} with {@code FALLOC_FL_PUNCH_HOLE}, which Java does not
 * have. Where the system or the file system does not do it either, it says so and does nothing. Not for Windows.
 */
final class HolePuncher implements AutoCloseable {
    private static final int O_RDWR = 2;
    private static final int O_CLOEXEC = 0x80000;
    private static final int KEEP_SIZE_AND_PUNCH_HOLE = 1 | 2;
    private static final @Nullable MethodHandle OPEN = find(
            "open",
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT),
            Linker.Option.firstVariadicArg(2));
    private static final @Nullable MethodHandle FALLOCATE = find(
            "fallocate",
            FunctionDescriptor.of(
                    ValueLayout.JAVA_INT,
                    ValueLayout.JAVA_INT,
                    ValueLayout.JAVA_INT,
                    ValueLayout.JAVA_LONG,
                    ValueLayout.JAVA_LONG));
    private static final @Nullable MethodHandle CLOSE =
            find("close", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));

    private volatile int descriptor;

    private HolePuncher(int descriptor) {
        this.descriptor = descriptor;
    }

    /** Never fails: what cannot be opened punches no holes. */
    static HolePuncher open(Path path) {
        try (Arena arena = Arena.ofConfined()) {
            return new HolePuncher(call(OPEN, arena.allocateFrom(path.toString()), O_RDWR | O_CLOEXEC));
        }
    }

    /** @return false when the range still holds what it held */
    boolean punch(long offset, long length) {
        int file = descriptor;
        return file >= 0 && call(FALLOCATE, file, KEEP_SIZE_AND_PUNCH_HOLE, offset, length) == 0;
    }

    @Override
    public void close() {
        int file = descriptor;
        descriptor = -1;
        if (file >= 0) {
            call(CLOSE, file);
        }
    }

    private static int call(@Nullable MethodHandle function, Object... arguments) {
        try {
            return function == null ? -1 : (int) function.invokeWithArguments(arguments);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("a system call cannot throw", e);
        }
    }

    // Calling C is restricted because a wrong signature crashes; these are of the C library's manual.
    @SuppressWarnings("restricted")
    private static @Nullable MethodHandle find(String name, FunctionDescriptor descriptor, Linker.Option... options) {
        Linker linker = Linker.nativeLinker();
        SymbolLookup lookup = linker.defaultLookup();
        return lookup.find(name)
                .map((MemorySegment address) -> linker.downcallHandle(address, descriptor, options))
                .orElse(null);
    }
}
