package io.credence.ensemble.network;

import io.credence.ensemble.encoding.Encoding;
import io.credence.ensemble.encoding.FeatureColumn;
import io.credence.ensemble.encoding.MissingPlace;
import io.credence.kernels.autograd.ParameterLayout;
import io.credence.kernels.autograd.ParameterLayout.Entry;
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
 *
 * <p>An unseen one-hot category has no weights: it is all zeros. Its move is added to the layer's bias and subtracted
 * from the weights of all the column's categories, so that rows with a known category are predicted as before.
 */
public final class UnseenSpread {
    /** The variance of a missing number's move, relative to that of the number: small, for its distribution is known. */
    private static final double NUMBER_VARIANCE = 0.15;

    /** The maximum variance of an unseen category's move, relative to that of the known ones. */
    private static final double MAX_VARIANCE = 3;

    /**
     * Approximates the excess of the 95 % predictive interval's squared width over that of the standard deviation, times
     * n - 1: 7 for 5 categories, 6 for 8, 5 for 20.
     */
    private static final double EXCESS = 6.5;

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
        Optional<Entry> weights = first(".weight", ".weight.mean");
        Optional<Entry> bias = first(".bias", ".bias.mean");
        if (weights.isEmpty() || bias.isEmpty()) {
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
            } else if (feature instanceof FeatureColumn.Categorical) {
                moveZeros(weights.get(), bias.get(), missable + column, feature.width());
            } else if (feature instanceof FeatureColumn.Indexed indexed) {
                moveIndex(layout.entry("categories." + table++ + ".table"), indexed.categories().size());
            }
            column += feature.width();
        }
    }

    /** Returns the parameters of the first layer, which may be the output layer. */
    private Optional<Entry> first(String suffix, String variationalSuffix) {
        return layout.entries().stream()
                .filter(entry -> entry.name().startsWith("hidden.0") || entry.name().startsWith("output"))
                .filter(entry -> entry.name().endsWith(suffix) || entry.name().endsWith(variationalSuffix))
                .findFirst();
    }

    private void moveMark(Entry weights, int mark, int number) {
        double factor = Math.sqrt(NUMBER_VARIANCE) * (member % 2 == 0 ? 1 : -1);
        for (int unit = 0; unit < weights.columns(); unit++) {
            parameters[at(weights, mark, unit)] += (float) (factor * parameters[at(weights, number, unit)]);
        }
    }

    private void moveZeros(Entry weights, Entry bias, int firstRow, int categories) {
        if (categories < 2) {
            return;
        }
        for (int unit = 0; unit < weights.columns(); unit++) {
            float move = move(weights, firstRow, categories, unit);
            parameters[bias.offset() + unit] += move;
            for (int row = firstRow; row < firstRow + categories; row++) {
                parameters[at(weights, row, unit)] -= move;
            }
        }
    }

    /** The first row of a table is that of unseen categories. */
    private void moveIndex(Entry table, int categories) {
        if (categories < 2) {
            return;
        }
        for (int unit = 0; unit < table.columns(); unit++) {
            parameters[at(table, 0, unit)] += move(table, 1, categories, unit);
        }
    }

    /** Returns the move of one weight towards the member's category. */
    private float move(Entry weights, int firstRow, int categories, int unit) {
        double sum = 0;
        for (int row = firstRow; row < firstRow + categories; row++) {
            sum += parameters[at(weights, row, unit)];
        }
        double variance = Math.min(MAX_VARIANCE, Math.max(NUMBER_VARIANCE, EXCESS / (categories - 1)));
        int towards = firstRow + towards(categories);
        return (float) (Math.sqrt(variance) * (parameters[at(weights, towards, unit)] - sum / categories));
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
