package io.credence.ensemble.network;

import io.credence.ensemble.encoding.Encoding;
import io.credence.ensemble.encoding.FeatureColumn;
import io.credence.ensemble.encoding.MissingPlace;
import io.credence.kernels.autograd.ParameterLayout;
import io.credence.kernels.autograd.ParameterLayout.Entry;
import io.credence.kernels.operation.MarkMissing;
import java.util.Optional;

/**
 * Moves each trained member's representation of an unseen cell towards another value that the cell might have.
 *
 * <p>Training with hidden cells teaches every member the same: the mean over the known values, and their spread as
 * noise. But what an unseen cell stands for is something that the model does not know, so its members should disagree.
 * And a category that training never had comes from a population of which only n categories are known. A normal
 * population's predictive interval from n values is wider than their standard deviation says (Student's t).
 *
 * <p>Member m therefore represents an unseen category by the mean over hidden categories plus a multiple of w(c) -
 * mean(w), where w are the first layer's weights of the categories, or their embeddings, and c is another category for
 * each member. The variance of this part is a fraction of the known categories' own, so a column that does not matter
 * adds nothing. An unseen number moves up or down in the same way. The first member stays at the mean, and a single
 * network has no spread.
 */
public final class UnseenSpread {
    /** The variance of a missing number's move, relative to that of the number. */
    private static final double NUMBER_VARIANCE = 1.6;

    /** The maximum variance of an unseen category's move, relative to that of the known ones. */
    private static final double MAX_VARIANCE = 16;

    /**
     * The variance of an unseen category's move times n - 1, relative to that of the known ones. It is generous: a
     * network's activations pass on only part of a move, and members that train for few steps underestimate the spread.
     */
    private static final double EXCESS = 80;

    private final Encoding encoding;
    private final ParameterLayout layout;
    private final float[] parameters;
    private final int member;

    private UnseenSpread(MemberNetwork network, float[] parameters, int member) {
        this.encoding = network.encoding();
        this.layout = network.layout();
        this.parameters = parameters;
        this.member = member;
    }

    /**
     * Moves a member's representations of unseen cells.
     *
     * @param parameters the trained parameters, changed in place
     * @param member the index of the member
     */
    public static void apply(MemberNetwork network, float[] parameters, int member) {
        if (member > 0) {
            new UnseenSpread(network, parameters, member).apply();
        }
    }

    private void apply() {
        Optional<Entry> weights = firstWeights();
        if (weights.isEmpty()) {
            return;
        }
        int missable = encoding.missable();
        int column = 0;
        int table = 0;
        for (FeatureColumn feature : encoding.features()) {
            if (feature instanceof FeatureColumn.Numeric number && number.missing() == MissingPlace.UNSEEN) {
                moveMark(weights.get(), column, missable + column);
            } else if (feature instanceof FeatureColumn.Temporal time && time.missing() == MissingPlace.UNSEEN) {
                moveMark(weights.get(), missable + column, missable + column + 1);
            } else if (feature instanceof FeatureColumn.Categorical categorical && categorical.unknownPlace()) {
                int known = missable + column;
                moveCategory(
                        weights.get(),
                        known + categorical.width() - 1,
                        known,
                        categorical.categories().size(),
                        MarkMissing.MARK);
            } else if (feature instanceof FeatureColumn.Indexed indexed) {
                Entry embeddings = layout.entry("categories." + table++ + ".table");
                moveCategory(embeddings, 0, 1, indexed.categories().size(), 1);
            }
            column += feature.width();
        }
    }

    /** Returns the parameters of the first layer, which may be the output layer. */
    private Optional<Entry> firstWeights() {
        return layout.entries().stream()
                .filter(entry ->
                        entry.name().startsWith("hidden.0") || entry.name().startsWith("output"))
                .filter(entry ->
                        entry.name().endsWith(".weight") || entry.name().endsWith(".weight.mean"))
                .findFirst();
    }

    private void moveMark(Entry weights, int mark, int number) {
        double factor = Math.sqrt(NUMBER_VARIANCE) / MarkMissing.MARK * (member % 2 == 0 ? 1 : -1);
        for (int unit = 0; unit < weights.columns(); unit++) {
            parameters[at(weights, mark, unit)] += (float) (factor * parameters[at(weights, number, unit)]);
        }
    }

    /** @param value the encoded value that the weights of the unseen category are multiplied by */
    private void moveCategory(Entry weights, int unseen, int firstKnown, int known, float value) {
        if (known < 2) {
            return;
        }
        double variance = Math.min(MAX_VARIANCE, EXCESS / (known - 1));
        int towards = firstKnown + towards(known);
        for (int unit = 0; unit < weights.columns(); unit++) {
            double mean = 0;
            for (int row = firstKnown; row < firstKnown + known; row++) {
                mean += parameters[at(weights, row, unit)] / (double) known;
            }
            double move = Math.sqrt(variance) * (parameters[at(weights, towards, unit)] - mean) / value;
            parameters[at(weights, unseen, unit)] += (float) move;
        }
    }

    /** Returns another category for each member, spread over the list: its length times the golden ratio apart. */
    private int towards(int categories) {
        double turn = member * 0.6180339887498949;
        return (int) ((turn - Math.floor(turn)) * categories);
    }

    private static int at(Entry weights, int row, int unit) {
        return weights.offset() + row * weights.columns() + unit;
    }
}
