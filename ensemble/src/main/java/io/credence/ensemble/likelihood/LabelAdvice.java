package io.credence.ensemble.likelihood;

import io.credence.ensemble.encoding.LabelSummary;
import io.credence.kernels.loss.Loss;
import java.util.List;

/**
 * What to use instead of Gaussians for labels that they do not suit.
 *
 * @param labels the labels of the training rows
 * @param loss the loss that fits Gaussians to them
 */
record LabelAdvice(LabelSummary labels, Loss loss) {
    /** Returns the advice against one Gaussian for each component, at most one sentence. */
    List<String> ofOneGaussian() {
        if (!labels.isCount() && labels.isMostlyZero()) {
            return List.of(problem(
                    zeros() + "positive in the others", "predicts a symmetric spread around its mean", "quantile"));
        }
        return ofAnyGaussians();
    }

    /** Returns the advice against a mixture of Gaussians, which may well be skewed, for each component. */
    List<String> ofAnyGaussians() {
        if (labels.isCount()) {
            return List.of(
                    problem(zeros() + "a count in the others", "predicts negative counts", "negative-binomial-nll"));
        }
        if (labels.far() == 0) {
            return List.of();
        }
        return List.of(problem(
                "is more than " + LabelSummary.FAR + " interquartile ranges from the quartiles in " + labels.far()
                        + " of " + labels.rows() + " training rows",
                "fits such labels at the cost of all others",
                suitedToFar()));
    }

    private String zeros() {
        return "is 0 in " + labels.zeros() + " of " + labels.rows() + " training rows and ";
    }

    private String suitedToFar() {
        if (labels.farBelow() > 0) {
            return "student-t-nll";
        }
        return labels.minimum() > 0 ? "log-normal-nll" : "quantile";
    }

    private String problem(String found, String effect, String suited) {
        return "the label " + labels.name() + " " + found + "; " + loss.name() + " " + effect
                + ": try training.loss={name: " + suited + "}";
    }
}
