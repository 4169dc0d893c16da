package io.credence.driver.data.split;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * The copy numbers of the rows of one partition. A row that no other row equals has number 0.
 *
 * <p>This is a hash table with linear probing. A slot is the key and the next copy number, plus 1 so that an empty slot
 * is 0.
 */
public final class CopyNumbers {
    private static final int SLOT = 3;

    private final long[] table;
    private final int mask;

    private CopyNumbers(long[] table) {
        this.table = table;
        this.mask = table.length / SLOT - 1;
    }

    /** Returns the numbers of rows of which none equals another. */
    public static CopyNumbers none() {
        return new CopyNumbers(new long[0]);
    }

    /** @param starts the halves of each repeated key of the partition, and the copy number of its first row */
    static CopyNumbers startingAt(Iterator<long[]> starts) {
        List<long[]> arrays = new ArrayList<>();
        starts.forEachRemaining(arrays::add);
        int keys = arrays.stream().mapToInt(array -> array.length / SLOT).sum();
        CopyNumbers numbers = new CopyNumbers(new long[SLOT * Integer.highestOneBit(4 * keys + 1)]);
        for (long[] array : arrays) {
            for (int i = 0; i < array.length; i += SLOT) {
                numbers.put(array[i], array[i + 1], array[i + 2]);
            }
        }
        return numbers;
    }

    private void put(long high, long low, long start) {
        int slot = slot(high, low);
        table[slot] = high;
        table[slot + 1] = low;
        table[slot + 2] = start + 1;
    }

    /** Returns the copy number of the next row with this key. */
    public int next(long high, long low) {
        if (table.length == 0) {
            return 0;
        }
        int slot = slot(high, low);
        return table[slot + 2] == 0 ? 0 : Math.toIntExact(table[slot + 2]++ - 1);
    }

    /** Returns the start of the key's slot, or of the empty one where it belongs. */
    private int slot(long high, long low) {
        int place = (int) low & mask;
        while (table[SLOT * place + 2] != 0 && (table[SLOT * place] != high || table[SLOT * place + 1] != low)) {
            place = place + 1 & mask;
        }
        return SLOT * place;
    }
}
