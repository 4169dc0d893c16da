package io.credence.ensemble.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Reading a damaged model either returns the original model or fails in the documented way. */
class ModelDirectoryFuzzTest {
    /** Enough for buffers, the JSON tree and messages; an unchecked length from the file would soon exceed it. */
    private static final long ALLOWED_BYTES = 4 << 20;

    private static final MemoryFiles WHOLE = whole();

    private static MemoryFiles whole() {
        try {
            return Models.written();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Property(tries = 2000)
    void flippedBytes_areDetected(
            @ForAll boolean weights, @ForAll @IntRange(min = 1, max = 4) int flips, @ForAll int seed)
            throws IOException {
        String name = weights ? ModelDirectory.WEIGHTS : ModelDirectory.DESCRIPTION;
        byte[] bytes = WHOLE.get(name).clone();
        Random random = new Random(seed);
        for (int i = 0; i < flips; i++) {
            // Half of the flips hit the start of the file, which contains lengths and names.
            int end = random.nextBoolean() ? bytes.length : Math.min(bytes.length, 200);
            bytes[random.nextInt(end)] ^= (byte) (1 + random.nextInt(255));
        }
        readOrReject(name, bytes);
    }

    @Property(tries = 300)
    void truncatedFiles_areDetected(@ForAll boolean weights, @ForAll @IntRange(max = 100_000) int length)
            throws IOException {
        String name = weights ? ModelDirectory.WEIGHTS : ModelDirectory.DESCRIPTION;
        byte[] bytes = WHOLE.get(name);
        readOrReject(name, Arrays.copyOf(bytes, length % bytes.length));
    }

    @Property(tries = 300)
    void arbitraryBytes_areRejected(@ForAll boolean weights, @ForAll byte[] bytes) throws IOException {
        readOrReject(weights ? ModelDirectory.WEIGHTS : ModelDirectory.DESCRIPTION, bytes);
    }

    private static void readOrReject(String name, byte[] bytes) throws IOException {
        MemoryFiles files = WHOLE.with(name, bytes);
        // The first read may load classes, whose memory is not the reader's.
        readOrReject(files, name);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        readOrReject(files, name);
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(ALLOWED_BYTES);
    }

    private static void readOrReject(MemoryFiles files, String damaged) throws IOException {
        try {
            ModelDescription description = ModelDirectory.readDescription(files);
            List<float[]> members = ModelDirectory.readMembers(files, description, Models.PARAMETERS);
            assertThat(files.get(damaged)).isEqualTo(WHOLE.get(damaged));
            assertThat(members).hasSize(Models.MEMBERS);
        } catch (ModelFormatException e) {
            assertThat(e).hasMessageContaining(damaged);
        }
    }
}
