package io.credence.ensemble.posterior;

import io.credence.ensemble.calibration.Calibration;
import io.credence.ensemble.calibration.Conformal;
import io.credence.ensemble.encoding.Encoding;
import io.credence.ensemble.encoding.LabelColumn;
import io.credence.ensemble.likelihood.Likelihood;
import io.credence.ensemble.network.MemberNetwork;
import io.credence.ensemble.predictive.Components;
import io.credence.ensemble.specification.NetworkSpec;
import io.credence.ensemble.specification.Task;
import io.credence.kernels.loss.Loss;
import io.credence.kernels.random.Seeds;
import java.io.Serializable;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * A trained ensemble, with everything that prediction needs.
 *
 * @param task the kind of prediction
 * @param network the architecture of every member
 * @param loss the loss of the members' training, which determines what their outputs mean
 * @param ensemble the settings of the posterior
 * @param encoding the encoding of rows as input of the members
 * @param calibration the calibration of every prediction
 * @param conformal the conformal regions of every prediction, or null
 * @param members the parameters of each member, in the layout of {@link #memberNetwork()}
 * @param indices the index of each member in the whole ensemble, from 0, which seeds its random draws
 */
public record EnsembleModel(
        Task task,
        NetworkSpec network,
        Loss loss,
        EnsembleSpec ensemble,
        Encoding encoding,
        Calibration calibration,
        Conformal conformal,
        List<float[]> members,
        List<Integer> indices)
        implements Serializable {
    /** @throws IllegalArgumentException unless there is one set of parameters and one index for every network */
    public EnsembleModel {
        members = List.copyOf(members);
        indices = List.copyOf(indices);
        int networks = ensemble.posterior().networks();
        if (members.size() != networks || indices.size() != members.size()) {
            throw new IllegalArgumentException("an ensemble of " + networks + " networks has the parameters of "
                    + members.size() + " and the indices of " + indices.size()
                    + "; both must equal the number of networks");
        }
    }

    /**
     * Creates a complete ensemble, with all of its members.
     *
     * @throws IllegalArgumentException unless there is one set of parameters for every network
     */
    public EnsembleModel(
            Task task,
            NetworkSpec network,
            Loss loss,
            EnsembleSpec ensemble,
            Encoding encoding,
            Calibration calibration,
            Conformal conformal,
            List<float[]> members) {
        this(
                task,
                network,
                loss,
                ensemble,
                encoding,
                calibration,
                conformal,
                members,
                IntStream.range(0, members.size()).boxed().toList());
    }

    /** Returns the approximate posterior. */
    public Posterior posterior() {
        return ensemble.posterior();
    }

    /**
     * Returns the likelihood of the labels.
     *
     * @throws IllegalArgumentException if the task predicts no label
     */
    public Likelihood likelihood() {
        return Likelihood.of(task, loss);
    }

    /** Builds the graph of a member. */
    public MemberNetwork memberNetwork() {
        return MemberNetwork.of(network, posterior().weightPrior(), loss, encoding);
    }

    /**
     * Returns the number of outputs per row: a mean and a variance, one logit per class, or the dimensions of an
     * embedding.
     */
    public int outputs() {
        return MemberNetwork.outputs(network, loss, encoding.label());
    }

    /** Returns the labels, in the order of the probabilities; empty for a regression. */
    public List<String> labels() {
        return encoding.label() instanceof LabelColumn.Classes classes ? classes.labels() : List.of();
    }

    /**
     * Returns the seed of a member's random draws at inference, which does not depend on the other members.
     *
     * @param member the position in {@link #members}
     */
    public long inferenceSeed(int member) {
        return Seeds.memberSeed(ensemble.seed(), indices.get(member), 0);
    }

    /**
     * Returns an ensemble of some of the members. It has no conformal regions, because these were fitted for all
     * members. If all members are kept, this model is returned.
     *
     * @param kept selects members by their position, from 0; at least one
     */
    public EnsembleModel withMembers(IntPredicate kept) {
        List<Integer> positions =
                IntStream.range(0, members.size()).filter(kept).boxed().toList();
        return positions.size() == members.size()
                ? this
                : new EnsembleModel(
                        task,
                        network,
                        loss,
                        ensemble.withMembers(positions.size()),
                        encoding,
                        calibration,
                        null,
                        positions.stream().map(members::get).toList(),
                        positions.stream().map(indices::get).toList());
    }

    /**
     * Returns the components of each fold's members if the conformal regions use folds; member m belongs to fold m
     * modulo the number of folds.
     */
    List<Components.Subset> conformalFolds() {
        int folds = conformal == null ? 1 : conformal.foldCount();
        return IntStream.range(0, folds == 1 ? 0 : folds)
                .mapToObj(fold -> new Components.Subset(fold, folds, posterior().passes()))
                .toList();
    }

    /**
     * Returns this model with another calibration, and without the conformal regions that depend on the previous one.
     */
    public EnsembleModel with(Calibration other) {
        return new EnsembleModel(task, network, loss, ensemble, encoding, other, null, members, indices);
    }

    /** Returns this model with conformal regions. */
    public EnsembleModel with(Conformal regions) {
        return new EnsembleModel(task, network, loss, ensemble, encoding, calibration, regions, members, indices);
    }
}
