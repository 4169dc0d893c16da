package io.credence.ensemble.encoding;

/** Checks that every finite number can be scaled and scaled back. */
final class Scales {
    private Scales() {}

    static void require(String column, double mean, double scale) {
        if (!Double.isFinite(mean) || !Double.isFinite(scale) || scale <= 0) {
            throw new IllegalArgumentException("the column " + column + " has mean " + mean + " and scale " + scale
                    + "; both must be finite and the scale above 0");
        }
    }
}
