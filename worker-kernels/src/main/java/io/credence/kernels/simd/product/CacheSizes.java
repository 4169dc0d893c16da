package io.credence.kernels.simd.product;

import io.credence.kernels.simd.Lanes;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The sizes of a core's data caches. They determine how a product is divided into blocks, which changes its speed but
 * never its bits.
 *
 * @param firstLevel bytes of the first-level data cache
 * @param secondLevel bytes of the second-level cache
 */
record CacheSizes(int firstLevel, int secondLevel) {
    /** Those of most processors of the kind, for virtual machines and operating systems that do not tell. */
    static final CacheSizes USUAL = new CacheSizes(Lanes.COUNT == 16 ? 48 << 10 : 32 << 10, 512 << 10);

    private static final Path LINUX = Path.of("/sys/devices/system/cpu/cpu0/cache");

    private static final Pattern SIZE = Pattern.compile("(\\d{1,6})([KM])");

    /** Returns the sizes of the first core of this machine. */
    static CacheSizes ofThisMachine() {
        return of(LINUX);
    }

    /**
     * Returns the sizes that Linux describes in a directory, with one subdirectory {@code index*} for each cache. A
     * size that is missing or malformed is the usual one.
     */
    static CacheSizes of(Path directory) {
        int first = USUAL.firstLevel;
        int second = USUAL.secondLevel;
        try (DirectoryStream<Path> caches = Files.newDirectoryStream(directory, "index*")) {
            for (Path cache : caches) {
                boolean holdsData = !read(cache, "type").equals("Instruction");
                String level = read(cache, "level");
                if (holdsData && level.equals("1")) {
                    first = bytes(read(cache, "size"), first);
                } else if (holdsData && level.equals("2")) {
                    second = bytes(read(cache, "size"), second);
                }
            }
        } catch (IOException e) {
            // Not Linux, or a virtual machine that hides its caches.
            return USUAL;
        }
        return new CacheSizes(first, second);
    }

    private static String read(Path cache, String property) throws IOException {
        return Files.readString(cache.resolve(property)).strip();
    }

    private static int bytes(String size, int otherwise) {
        Matcher parts = SIZE.matcher(size);
        if (!parts.matches()) {
            return otherwise;
        }
        long bytes = Long.parseLong(parts.group(1)) << (parts.group(2).equals("K") ? 10 : 20);
        return bytes == 0 || bytes > 1 << 30 ? otherwise : (int) bytes;
    }
}
