package io.credence.ensemble.posterior;

import io.credence.ensemble.calibration.Calibration;
import io.credence.ensemble.calibration.Conformal;
import io.credence.ensemble.encoding.Encoding;
import io.credence.ensemble.encoding.LabelColumn;
import io.credence.ensemble.member.MemberNetwork;
import io.credence.ensemble.member.NetworkSpec;
import io.credence.ensemble.member.Task;
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
 */
public record EnsembleModel(
        Task task,
        NetworkSpec network,
        Loss loss,
        EnsembleSpec ensemble,
        Encoding encoding,
        Calibration calibration,
        Conformal conformal,
        List<float[]> members)
        implements Serializable {
    /** @throws IllegalArgumentException if there is not one set of parameters for every network, of the layout's length */
    public EnsembleModel {
        members = List.copyOf(members);
        if (members.size() != ensemble.networks()) {
            throw new IllegalArgumentException("an ensemble of " + ensemble.networks()
                    + " networks was given the parameters of " + members.size());
        }
    }

    /** The graph of every member. */
    public MemberNetwork memberNetwork() {
        return MemberNetwork.of(network, ensemble.weightPrior(), loss, encoding);
    }

    /** How many numbers a member gives for a row: mean and variance, a logit for every class, or a place in space. */
    public int outputs() {
        return MemberNetwork.outputs(network, loss, encoding.label());
    }

    /** The labels, in the order of the probabilities; empty for a regression. */
    public List<String> labels() {
        return encoding.label() instanceof LabelColumn.Classes classes ? classes.labels() : List.of();
    }

    /** The seed of one member's random draws at inference. */
    public long inferenceSeed(int member) {
        return Seeds.memberSeed(ensemble.seed(), member, 0);
    }

    /**
     * An ensemble of some of the members, without the regions of labels, which are those of all; of all of them it is this model itself.
     *
     * @param kept which, by their place from 0; at least one
     */
    public EnsembleModel withMembers(IntPredicate kept) {
        List<float[]> some = IntStream.range(0, members.size())
                .filter(kept)
                .mapToObj(members::get)
                .toList();
        return some.size() == members.size()
                ? this
                : new EnsembleModel(
                        task, network, loss, ensemble.withMembers(some.size()), encoding, calibration, null, some);
    }

    /** How many components the members of each fold have, where regions of labels come from folds; member m is of fold m modulo their number. */
    List<Integer> conformalFolds() {
        int folds = conformal == null ? 1 : conformal.foldCount();
        return folds == 1
                ? List.of()
                : IntStream.range(0, folds)
                        .map(fold -> (members.size() - fold + folds - 1) / folds * ensemble.passes())
                        .boxed()
                        .toList();
    }

    /** This model with another calibration, and without the regions that were fitted after the one before. */
    public EnsembleModel with(Calibration other) {
        return new EnsembleModel(task, network, loss, ensemble, encoding, other, null, members);
    }

    /** This model with regions of labels. */
    public EnsembleModel with(Conformal regions) {
        return new EnsembleModel(task, network, loss, ensemble, encoding, calibration, regions, members);
    }
}
