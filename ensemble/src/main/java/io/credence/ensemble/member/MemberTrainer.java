package io.credence.ensemble.member;

import io.credence.kernels.graph.ParameterLayout;
import io.credence.kernels.graph.TrainingHealth;
import io.credence.kernels.optimizer.Updater;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Trains one member: epochs over batches, each batch one forward and backward pass and one step of the optimiser, with the validation
 * loss after every epoch and, where it is asked for, early stopping. The same trainer serves a member on one task and a replica
 * beside others; what differs is which slices of every batch it carries, and the exchange that it is given.
 */
public final class MemberTrainer {
    private final MemberNetwork network;
    private final TrainingSpec training;
    private final List<Shard> train;
    private final List<Shard> validation;
    private final BatchPlan batches;

    /**
     * @param network what is trained
     * @param training how; its loss is the network's
     * @param train the training rows' shards, all of them, though only those of the carried slices are read
     * @param validation the validation rows' shards; may be empty
     * @throws IllegalArgumentException if there are no training rows
     */
    public MemberTrainer(MemberNetwork network, TrainingSpec training, List<Shard> train, List<Shard> validation) {
        this.network = network;
        this.training = training;
        this.train = List.copyOf(train);
        this.validation = List.copyOf(validation);
        this.batches = BatchPlan.of(this.train, training);
        if (batches.steps() == 0) {
            throw new IllegalArgumentException("a member has 0 training rows; it must have at least 1");
        }
    }

    /** The number of steps of an epoch. */
    public int stepsPerEpoch() {
        return batches.steps();
    }

    /** The number of steps of a training that does not stop early. */
    public long steps() {
        return (long) batches.steps() * training.epochs();
    }

    /**
     * Trains a member on this task alone.
     *
     * @param index the member's place in the ensemble
     * @param attempt how often it has been started afresh before
     * @param seed what its initialisation, batch order and draws come from
     * @throws TrainingDivergedException if the loss becomes NaN or infinite
     */
    public Member train(int index, int attempt, long seed, TrainingObserver observer) {
        return train(index, attempt, seed, 0, training.replicas(), GradientExchange.ALONE, observer);
    }

    /**
     * Trains a member's slices {@code [firstSlice, firstSlice + slices)} beside the tasks that carry the others.
     *
     * @param exchange sums gradients over those tasks
     */
    public Member train(
            int index,
            int attempt,
            long seed,
            int firstSlice,
            int slices,
            GradientExchange exchange,
            TrainingObserver observer) {
        ParameterLayout layout = network.layout();
        float[] parameters = layout.initialize(seed);
        List<SliceReader> readers = IntStream.range(firstSlice, firstSlice + slices)
                .mapToObj(slice -> new SliceReader(train, slice, training.replicas(), seed))
                .toList();
        StepGradient gradient = new StepGradient(network, parameters, seed, readers, firstSlice, batches, exchange);
        Updater updater = new Updater(training.optimizer(), layout, training.gradientClip());
        return new Run(index, attempt, seed, parameters, gradient, updater, firstSlice, slices, observer).run();
    }

    /** One training under way. */
    private final class Run {
        private final int index;
        private final int attempt;
        private final long seed;
        private final float[] parameters;
        private final StepGradient gradient;
        private final Updater updater;
        private final int firstSlice;
        private final int slices;
        private final TrainingObserver observer;
        private final ValidationLoss validationLoss;
        private final List<MemberHistory.Epoch> epochs = new ArrayList<>();
        private BestEpoch best;
        private TrainingHealth firstHealth;
        private TrainingHealth health;
        private double lastGradientNorm = Double.NaN;
        private long step;
        private long exchangeNanos;

        Run(
                int index,
                int attempt,
                long seed,
                float[] parameters,
                StepGradient gradient,
                Updater updater,
                int firstSlice,
                int slices,
                TrainingObserver observer) {
            this.index = index;
            this.attempt = attempt;
            this.seed = seed;
            this.parameters = parameters;
            this.gradient = gradient;
            this.updater = updater;
            this.firstSlice = firstSlice;
            this.slices = slices;
            this.observer = observer;
            this.validationLoss = new ValidationLoss(network, validation, parameters);
        }

        Member run() {
            long start = System.nanoTime();
            for (int epoch = 0; epoch < training.epochs() && !hasStopped(epoch); epoch++) {
                epochs.add(runEpoch(epoch));
                remember(epoch);
            }
            double seconds = (System.nanoTime() - start) * 1e-9;
            float[] kept = best == null ? parameters : best.parameters();
            int keptEpoch = best == null ? epochs.size() - 1 : best.epoch();
            MemberHistory.Epoch last = epochs.get(keptEpoch);
            network.keepVariance(kept, validation.isEmpty() ? last.trainLoss() : last.validationLoss());
            return new Member(
                    index,
                    seed,
                    attempt,
                    kept,
                    new MemberHistory(epochs, keptEpoch, step, seconds, exchangeNanos * 1e-9, layers()));
        }

        private MemberHistory.Epoch runEpoch(int epoch) {
            gradient.startEpoch(epoch);
            double loss = 0;
            long rows = 0;
            for (int stepOfEpoch = 0; stepOfEpoch < batches.steps(); stepOfEpoch++) {
                boolean lastOfEpoch = stepOfEpoch == batches.steps() - 1;
                long stepStart = System.nanoTime();
                double stepLoss = gradient.compute(stepOfEpoch, Math.toIntExact(step), lastOfEpoch);
                int stepRows = rowsHere(stepOfEpoch);
                if (!Double.isFinite(stepLoss)) {
                    throw new TrainingDivergedException(index, epoch, step, stepLoss, lastGradientNorm);
                }
                if (lastOfEpoch) {
                    inspect();
                }
                updater.step(parameters, gradient.sum(), training.schedule().factor(step, steps()));
                step++;
                loss += stepLoss;
                rows += stepRows;
                long waited = gradient.exchangeNanos();
                exchangeNanos += waited;
                long computed = System.nanoTime() - stepStart - waited;
                observer.stepFinished(epoch, stepOfEpoch, stepRows, stepLoss / Math.max(1, stepRows), computed, waited);
            }
            return new MemberHistory.Epoch(loss / rows, validationLoss.mean(), lastGradientNorm);
        }

        /** Once an epoch, so that it costs next to nothing. */
        private void inspect() {
            health = TrainingHealth.of(network.layout(), gradient.sum(), gradient.deadUnits());
            firstHealth = firstHealth == null ? health : firstHealth;
            lastGradientNorm = Math.sqrt(health.gradientNorms().values().stream()
                    .mapToDouble(norm -> norm * norm)
                    .sum());
        }

        private List<MemberHistory.Layer> layers() {
            return health.gradientNorms().entrySet().stream()
                    .map(layer -> new MemberHistory.Layer(
                            layer.getKey(),
                            firstHealth.gradientNorms().get(layer.getKey()),
                            layer.getValue(),
                            health.deadUnits().get(layer.getKey())))
                    .toList();
        }

        private int rowsHere(int stepOfEpoch) {
            int rows = 0;
            for (int slice = firstSlice; slice < firstSlice + slices; slice++) {
                rows += batches.rows(slice, stepOfEpoch);
            }
            return rows;
        }

        private boolean hasStopped(int epoch) {
            return best != null
                    && epoch - best.epoch() > training.earlyStopping().patience();
        }

        private void remember(int epoch) {
            double loss = epochs.get(epoch).validationLoss();
            if (training.earlyStopping() != null && (best == null || loss < best.loss())) {
                best = new BestEpoch(epoch, loss, parameters.clone());
            }
        }
    }

    /** The weights that early stopping would go back to. */
    private record BestEpoch(int epoch, double loss, float[] parameters) {}
}
