package io.credence.driver.train.member;

import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a checkpoint file. It contains the progress of the member, so that a directory listing is enough to find
 * the newest checkpoint.
 *
 * @param restart the number of times that the member has diverged
 * @param steps the number of steps since then
 */
public record CheckpointName(int restart, long steps) implements Comparable<CheckpointName> {
    private static final Pattern FILE = Pattern.compile("checkpoint-(\\d{1,9})-(\\d{1,18})\\.safetensors");
    private static final Comparator<CheckpointName> PROGRESS =
            Comparator.comparingInt(CheckpointName::restart).thenComparingLong(CheckpointName::steps);

    /** Parses a file name; empty if it is not that of a checkpoint. */
    static Optional<CheckpointName> of(String file) {
        Matcher matcher = FILE.matcher(file);
        return matcher.matches()
                ? Optional.of(new CheckpointName(Integer.parseInt(matcher.group(1)), Long.parseLong(matcher.group(2))))
                : Optional.empty();
    }

    /** Returns the file name, such as {@code checkpoint-0-000000012000.safetensors}. */
    String file() {
        return String.format(Locale.ROOT, "checkpoint-%d-%012d.safetensors", restart, steps);
    }

    /** Orders checkpoints by progress. */
    @Override
    public int compareTo(CheckpointName other) {
        return PROGRESS.compare(this, other);
    }
}
