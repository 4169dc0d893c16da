package io.credence.benchmarks.cluster;

import io.credence.benchmarks.kernels.StepNetwork;
import io.credence.driver.allreduce.Communicator;
import io.credence.ensemble.encoding.Shard;
import io.credence.ensemble.network.MemberNetwork;
import io.credence.ensemble.replica.CarriedSlices;
import io.credence.ensemble.specification.TrainingSpec;
import io.credence.ensemble.training.Checkpoints;
import io.credence.ensemble.training.MemberStart;
import io.credence.ensemble.training.MemberTrainer;
import io.credence.kernels.layer.Normalization;
import io.credence.kernels.loss.Loss;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * The times of training steps of a gang, with one slice of the batch in each task. The network is 128-h-h-h-h-2, with
 * h chosen for a given number of parameters.
 *
 * @param computeMicros the median time of a step without waiting
 * @param waitMicros the median time that a step waits for gradients
 * @param waitShare the fraction of the time of all steps spent waiting
 */
record TrainingStepTiming(double computeMicros, double waitMicros, double waitShare) {
    private static final int FEATURES = 128;
    private static final int LAYERS = 4;
    private static final int STEPS_PER_EPOCH = 20;
    private static final long TOTAL_PARAMETERS = 400_000_000;

    static TrainingStepTiming measure(
            Communicator communicator, int parameters, int batch, Normalization normalization) {
        int steps = (int) Math.max(20, Math.min(1000, TOTAL_PARAMETERS / parameters));
        int warmUp = steps;
        int epochs = (warmUp + steps + STEPS_PER_EPOCH - 1) / STEPS_PER_EPOCH;
        Loss loss = new Loss.GaussianNll(null, null);
        TrainingSpec training = new TrainingSpec(
                loss, null, null, epochs, batch, communicator.worldSize(), 1, null, null, null, null, null);
        MemberNetwork network =
                new StepNetwork(FEATURES, "", "", width(parameters), LAYERS, 2, normalization, 0, 0).member();
        List<Shard> shards =
                Collections.nCopies(communicator.worldSize(), rows(STEPS_PER_EPOCH * training.sliceSize()));
        double[] computed = new double[epochs * STEPS_PER_EPOCH - warmUp];
        double[] waited = new double[computed.length];
        new MemberTrainer(network, training, shards, List.of())
                .train(
                        MemberStart.of(1, 0, 0),
                        new CarriedSlices(communicator.rank(), 1, communicator.allReduce()),
                        Checkpoints.NONE,
                        (epoch, stepOfEpoch, rows, meanLoss, computeNanos, exchangeNanos) -> {
                            int step = epoch * STEPS_PER_EPOCH + stepOfEpoch - warmUp;
                            if (step >= 0) {
                                computed[step] = computeNanos / 1e3;
                                waited[step] = exchangeNanos / 1e3;
                            }
                        });
        return new TrainingStepTiming(
                ExchangeTask.quantile(computed, 0.5),
                ExchangeTask.quantile(waited, 0.5),
                sum(waited) / (sum(computed) + sum(waited)));
    }

    /** Returns the width h: solves 3 h^2 + (features + 6) h = parameters, ignoring the last two biases. */
    static int width(int parameters) {
        double linear = FEATURES + LAYERS + 2;
        return (int) Math.round((Math.sqrt(linear * linear + 12.0 * parameters) - linear) / 6);
    }

    private static double sum(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum;
    }

    private static Shard rows(int count) {
        Random random = new Random(1);
        float[] values = new float[count * FEATURES];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return new Rows(count, values);
    }

    /** Rows in contiguous memory, whose target is their first feature. */
    private record Rows(int rows, float[] values) implements Shard {
        @Override
        public int features() {
            return FEATURES;
        }

        @Override
        public void read(int row, float[] to, int featuresOffset, float[] targets, int targetsOffset) {
            System.arraycopy(values, row * FEATURES, to, featuresOffset, FEATURES);
            targets[targetsOffset] = values[row * FEATURES];
        }
    }
}
