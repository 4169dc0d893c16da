package io.credence.kernels.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Lays buffers out in one array so that buffers which are never needed at the same time may share a place. Buffers are placed from the
 * largest to the smallest, each at the lowest offset that no buffer alive with it occupies ("greedy by size", Pisarchyk and Lee 2020).
 */
final class Arena {
    /** Floats per cache line: buffers begin on their own line. */
    private static final int LINE = 16;

    /** One buffer: needed from time {@code first} to time {@code last}, both inclusive. */
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

        void keepUntil(int time) {
            last = Math.max(last, time);
        }

        /** Where it stands in an array that holds all buffers. */
        int offset() {
            return Math.toIntExact(offset);
        }

        private long end() {
            return offset + size;
        }

        private boolean meets(Buffer other) {
            return first <= other.last && other.first <= last;
        }
    }

    private final List<Buffer> buffers = new ArrayList<>();

    /** Asks for {@code size} floats from time {@code first} on. */
    Buffer request(long size, int first, int last) {
        long rounded = (size + LINE - 1) / LINE * LINE;
        Buffer buffer = new Buffer(rounded, first, last);
        buffers.add(buffer);
        return buffer;
    }

    /** Places all buffers and returns their length, which may be more than an array holds. */
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
        alive.removeIf(other -> !other.meets(buffer));
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
