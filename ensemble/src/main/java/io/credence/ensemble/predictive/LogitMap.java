package io.credence.ensemble.predictive;

/** A map that is applied to the logits of a component before the softmax. */
@FunctionalInterface
public interface LogitMap {
    /**
     * Maps the logits of one component for one row.
     *
     * @param logits contains one logit for each class starting at {@code offset}
     * @param to receives one mapped logit for each class
     */
    void map(float[] logits, int offset, double[] to);

    /** Returns the map that divides logits by a temperature; 1 leaves them unchanged. */
    static LogitMap temperature(double temperature) {
        return (logits, offset, to) -> {
            for (int k = 0; k < to.length; k++) {
                to[k] = logits[offset + k] / temperature;
            }
        };
    }
}
