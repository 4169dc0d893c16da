package io.credence.kernels.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A memory planner: places buffers in one array so that buffers with disjoint lifetimes can share memory. Buffers are
 * placed from the largest to the smallest, each at the lowest offset that is free during its lifetime ("greedy by
 * size", Pisarchyk and Lee 2020).
 */
final class Arena {
    /** Floats per cache line; every buffer starts on a new line. */
    private static final int LINE = 16;

    /** A buffer that is alive from time {@code first} to time {@code last}, both inclusive. */
    static final class Buffer {
        private final long size;
        private final int first;
        private int last;
        private long offset = -1;

        private Buffer(long size, int first, int last) {
            this.size = size;
            this.first = first;
            this.last = last;
        }

        /** Extends the lifetime to {@code time}, unless it is already longer. */
        void keepUntil(int time) {
            last = Math.max(last, time);
        }

        /** Returns the start of the buffer in the array of all buffers; valid after {@link Arena#layOut}. */
        int offset() {
            return Math.toIntExact(offset);
        }

        private long end() {
            return offset + size;
        }

        private boolean overlaps(Buffer other) {
            return first <= other.last && other.first <= last;
        }
    }

    private final List<Buffer> buffers = new ArrayList<>();

    /** Requests {@code size} floats from time {@code first} to time {@code last}. */
    Buffer request(long size, int first, int last) {
        long rounded = (size + LINE - 1) / LINE * LINE;
        Buffer buffer = new Buffer(rounded, first, last);
        buffers.add(buffer);
        return buffer;
    }

    /** Places all buffers and returns their total length, which may exceed that of an array. */
    long layOut() {
        List<Buffer> bySize = new ArrayList<>(buffers);
        bySize.sort(Comparator.comparingLong((Buffer buffer) -> buffer.size).reversed());
        List<Buffer> placed = new ArrayList<>();
        long length = 0;
        for (Buffer buffer : bySize) {
            buffer.offset = lowestFree(buffer, placed);
            length = Math.max(length, buffer.end());
            placed.add(buffer);
        }
        return length;
    }

    private static long lowestFree(Buffer buffer, List<Buffer> placed) {
        List<Buffer> alive = new ArrayList<>(placed);
        alive.removeIf(other -> !other.overlaps(buffer));
        alive.sort(Comparator.comparingLong(other -> other.offset));
        long offset = 0;
        for (Buffer other : alive) {
            if (offset + buffer.size <= other.offset) {
                break;
            }
            offset = Math.max(offset, other.end());
        }
        return offset;
    }
}
