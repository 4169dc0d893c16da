package io.credence.driver.evaluation;

import java.io.Serializable;

/** Takes one sum over rows into another. */
@FunctionalInterface
interface MergeFunction<A> extends Serializable {
    /** @param other stays as it is */
    void merge(A sum, A other);
}
