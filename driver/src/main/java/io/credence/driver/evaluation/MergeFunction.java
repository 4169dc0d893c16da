package io.credence.driver.evaluation;

import java.io.Serializable;

/** Merges one sum over rows into another. */
@FunctionalInterface
interface MergeFunction<A> extends Serializable {
    /**
     * Merges {@code other} into {@code sum}.
     *
     * @param other the sum to merge, which is left unchanged
     */
    void merge(A sum, A other);
}
