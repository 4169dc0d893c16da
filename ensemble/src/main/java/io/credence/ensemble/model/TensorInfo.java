package io.credence.ensemble.model;

import java.util.List;

/**
 * A named tensor of a weights file; its values are stored by rows, the last index running fastest.
 *
 * @param name such as {@code member.0.hidden.0.weight}
 * @param shape the length of each dimension, none for a single value
 */
public record TensorInfo(String name, List<Integer> shape) {
    /** The most values that one array holds. */
    private static final long MOST = Integer.MAX_VALUE - 8L;

    /** @throws IllegalArgumentException if a length is negative, or the tensor does not fit into one array */
    public TensorInfo {
        shape = List.copyOf(shape);
        long size = 1;
        for (int length : shape) {
            size *= length;
            if (length < 0 || size > MOST) {
                throw new IllegalArgumentException("the shape of " + name + " is " + shape
                        + "; it must be of lengths of at least 0 whose product is at most " + MOST);
            }
        }
    }

    /** The number of values. */
    public int size() {
        return shape.stream().mapToInt(Integer::intValue).reduce(1, (a, b) -> a * b);
    }

    /** This tensor under another name. */
    TensorInfo named(String other) {
        return new TensorInfo(other, shape);
    }
}
