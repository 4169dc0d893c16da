package io.credence.ensemble.model;

import java.util.List;

/**
 * The name and shape of a tensor in a weights file. Values are in row-major order.
 *
 * @param name the name, such as {@code member.0.hidden.0.weight}
 * @param shape the length of each dimension; empty for a scalar
 */
public record TensorInfo(String name, List<Integer> shape) {
    /** The maximum length of a Java array. */
    private static final long MAX_SIZE = Integer.MAX_VALUE - 8L;

    /** @throws IllegalArgumentException if a length is negative, or the tensor does not fit into one array */
    public TensorInfo {
        shape = List.copyOf(shape);
        long size = 1;
        for (int length : shape) {
            size *= length;
            if (length < 0 || size > MAX_SIZE) {
                throw new IllegalArgumentException("the shape of " + name + " is " + shape
                        + "; it must be non-negative lengths whose product is at most " + MAX_SIZE);
            }
        }
    }

    /** Returns the number of values. */
    public int size() {
        return shape.stream().mapToInt(Integer::intValue).reduce(1, (a, b) -> a * b);
    }

    /** Returns a tensor with this shape and another name. */
    TensorInfo named(String other) {
        return new TensorInfo(other, shape);
    }
}
