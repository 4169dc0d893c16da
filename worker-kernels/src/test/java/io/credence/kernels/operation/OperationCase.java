package io.credence.kernels.operation;

import io.credence.kernels.autograd.Mode;
import io.credence.kernels.autograd.Operation;
import io.credence.kernels.autograd.Shape;
import java.util.List;

/**
 * An operation with sample inputs, and its definition in double precision.
 *
 * @param size the typical size of the numbers, which scales finite differences and tolerances
 */
public record OperationCase(
        String name, Operation operation, Mode mode, int rows, double size, List<Input> inputs, Definition definition) {
    /** The value of one input, stored by rows. */
    public record Input(Shape shape, float[] values) {}

    /** Computes the output from the inputs, all stored by rows. */
    public interface Definition {
        double[] apply(double[][] inputs);
    }

    double[][] inDouble() {
        return inputs.stream()
                .map(input -> {
                    double[] values = new double[input.values().length];
                    for (int i = 0; i < values.length; i++) {
                        values[i] = input.values()[i];
                    }
                    return values;
                })
                .toArray(double[][]::new);
    }

    @Override
    public String toString() {
        return name;
    }
}
