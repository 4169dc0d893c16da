package io.credence.ensemble.posterior;

import io.credence.ensemble.calibration.Calibration;
import io.credence.ensemble.calibration.Conformal;
import io.credence.ensemble.encoding.Encoding;
import io.credence.ensemble.encoding.LabelColumn;
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
 * A trained ensemble: all that predicting takes.
 *
 * @param task what it predicts
 * @param network the shape of every member
 * @param loss what the members were trained by; it decides what their outputs mean
 * @param ensemble how components are drawn from the members
 * @param encoding how a row becomes the members' input
 * @param calibration applied to every prediction
 * @param conformal the regions of labels that come with every prediction, or null
 * @param members the parameters of each, in the layout of {@link #memberNetwork()}
 * @param indices which member of the whole ensemble each is, from 0; its random draws go by that
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
    /** @throws IllegalArgumentException if there is not one set of parameters and one index for every network */
    public EnsembleModel {
        members = List.copyOf(members);
        indices = List.copyOf(indices);
        int networks = ensemble.posterior().networks();
        if (members.size() != networks || indices.size() != members.size()) {
            throw new IllegalArgumentException("an ensemble of " + networks
                    + " networks was given the parameters of " + members.size() + " and the indices of "
                    + indices.size());
        }
    }

    /**
     * An ensemble of all its members.
     *
     * @throws IllegalArgumentException if there is not one set of parameters for every network
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

    /** How the members stand for a posterior. */
    public Posterior posterior() {
        return ensemble.posterior();
    }

    /** The graph of every member. */
    public MemberNetwork memberNetwork() {
        return MemberNetwork.of(network, posterior().weightPrior(), loss, encoding);
    }

    /** How many numbers a member gives for a row: mean and variance, a logit for every class, or a place in space. */
    public int outputs() {
        return MemberNetwork.outputs(network, loss, encoding.label());
    }

    /** The labels, in the order of the probabilities; empty for a regression. */
    public List<String> labels() {
        return encoding.label() instanceof LabelColumn.Classes classes ? classes.labels() : List.of();
    }

    /**
     * The seed of one member's random draws at inference; the same whichever others are kept.
     *
     * @param member its place in {@link #members}
     */
    public long inferenceSeed(int member) {
        return Seeds.memberSeed(ensemble.seed(), indices.get(member), 0);
    }

    /**
     * An ensemble of some of the members, without the regions of labels, which are those of all; of all of them it is this model itself.
     *
     * @param kept which, by their place from 0; at least one
     */
    public EnsembleModel withMembers(IntPredicate kept) {
        List<Integer> places =
                IntStream.range(0, members.size()).filter(kept).boxed().toList();
        return places.size() == members.size()
                ? this
                : new EnsembleModel(
                        task,
                        network,
                        loss,
                        ensemble.withMembers(places.size()),
                        encoding,
                        calibration,
                        null,
                        places.stream().map(members::get).toList(),
                        places.stream().map(indices::get).toList());
    }

    /** The components of each fold's members, where regions of labels come from folds; member m is of fold m modulo their number. */
    List<Components.Subset> conformalFolds() {
        int folds = conformal == null ? 1 : conformal.foldCount();
        return IntStream.range(0, folds == 1 ? 0 : folds)
                .mapToObj(fold -> new Components.Subset(fold, folds, posterior().passes()))
                .toList();
    }

    /** This model with another calibration, and without the regions that were fitted after the one before. */
    public EnsembleModel with(Calibration other) {
        return new EnsembleModel(task, network, loss, ensemble, encoding, other, null, members, indices);
    }

    /** This model with regions of labels. */
    public EnsembleModel with(Conformal regions) {
        return new EnsembleModel(task, network, loss, ensemble, encoding, calibration, regions, members, indices);
    }
}
