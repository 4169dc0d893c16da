package io.credence.kernels.simd.product;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CacheBlocksTest {
    @TempDir
    Path directory;

    @Test
    void sizes_thatLinuxDescribes_areThoseOfTheDataCaches() throws IOException {
        cache("index0", "1", "Data", "32K");
        cache("index1", "1", "Instruction", "64K");
        cache("index2", "2", "Unified", "1M");
        cache("index3", "3", "Unified", "16384K");

        assertThat(CacheSizes.of(directory)).isEqualTo(new CacheSizes(32 << 10, 1 << 20));
    }

    @Test
    void sizes_thatAreMissingOrMalformed_areTheUsualOnes() throws IOException {
        assertThat(CacheSizes.of(directory.resolve("missing"))).isEqualTo(CacheSizes.USUAL);
        cache("index0", "1", "Data", "");
        cache("index1", "2", "Unified", "0K");

        assertThat(CacheSizes.of(directory)).isEqualTo(CacheSizes.USUAL);
    }

    @Property
    void blocks_ofAnyCaches_fitThemAndHoldWholePanels(
            @ForAll @IntRange(min = 16, max = 256) int firstKilobytes,
            @ForAll @IntRange(min = 128, max = 4096) int secondKilobytes) {
        CacheSizes caches = new CacheSizes(firstKilobytes << 10, secondKilobytes << 10);
        CacheBlocks blocks = CacheBlocks.of(caches, Blocks.WIDTH, Packing.PANEL);

        assertThat(blocks.depth() % 16).isZero();
        assertThat(blocks.rows() % Packing.PANEL).isZero();
        assertThat(blocks.columns() % Blocks.WIDTH).isZero();
        assertThat(blocks.rows() * blocks.depth() * Float.BYTES).isLessThanOrEqualTo(caches.secondLevel());
    }

    private void cache(String name, String level, String type, String size) throws IOException {
        Path cache = Files.createDirectories(directory.resolve(name));
        Files.writeString(cache.resolve("level"), level + "\n");
        Files.writeString(cache.resolve("type"), type + "\n");
        Files.writeString(cache.resolve("size"), size + "\n");
    }
}
