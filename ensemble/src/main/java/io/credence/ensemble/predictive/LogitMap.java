package io.credence.ensemble.predictive;

/** What is done to the logits of a component before their softmax. */
@FunctionalInterface
public interface LogitMap {
    /**
     * Maps the logits of one component for one row.
     *
     * @param logits holds one logit a class from {@code offset} on
     * @param to receives one a class
     */
    void map(float[] logits, int offset, double[] to);

    /** The logits divided by a temperature; 1 leaves them as they are. */
    static LogitMap temperature(double temperature) {
        return (logits, offset, to) -> {
            for (int k = 0; k < to.length; k++) {
                to[k] = logits[offset + k] / temperature;
            }
        };
    }
}
