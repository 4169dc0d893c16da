package io.credence.driver.train.member;

import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How far a checkpoint has come, which its file's name says, so that a listing is enough to find the newest.
 *
 * @param restart how often the member had diverged before
 * @param steps how many steps it had taken since
 */
public record CheckpointName(int restart, long steps) implements Comparable<CheckpointName> {
    private static final Pattern FILE = Pattern.compile("checkpoint-(\\d{1,9})-(\\d{1,18})\\.safetensors");
    private static final Comparator<CheckpointName> AGE =
            Comparator.comparingInt(CheckpointName::restart).thenComparingLong(CheckpointName::steps);

    /** The name of a file; empty if it is none of a checkpoint. */
    static Optional<CheckpointName> of(String file) {
        Matcher matcher = FILE.matcher(file);
        return matcher.matches()
                ? Optional.of(new CheckpointName(Integer.parseInt(matcher.group(1)), Long.parseLong(matcher.group(2))))
                : Optional.empty();
    }

    /** Such as {@code checkpoint-0-000000012000.safetensors}. */
    String file() {
        return String.format(Locale.ROOT, "checkpoint-%d-%012d.safetensors", restart, steps);
    }

    /** The further one is the greater. */
    @Override
    public int compareTo(CheckpointName other) {
        return AGE.compare(this, other);
    }
}
