package io.credence.ensemble.likelihood;

import static org.assertj.core.api.Assertions.assertThat;

import io.credence.ensemble.encoding.LabelSummary;
import io.credence.ensemble.specification.Task;
import io.credence.kernels.loss.Loss;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which loss is suggested for which labels, if they are trained with a Gaussian. */
class LabelAdviceTest {
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', nullValues = "none", textBlock = """
                    claims, mostly none         | 820 | 1000 | 0   | 0.25 | 0.4  | 0 | 0  | negative-binomial-nll
                    counts, some with no event  | 50  | 1000 | 0   | 3    | 4    | 0 | 0  | negative-binomial-nll
                    counts with far ones        | 50  | 1000 | 0   | 3    | 90   | 0 | 4  | negative-binomial-nll
                    ratings from 0 to 10        | 20  | 1000 | 0   | 6    | 4    | 0 | 0  | none
                    0 and 1                     | 400 | 1000 | 0   | 0.6  | 0.24 | 0 | 0  | none
                    quality scores from 3 to 9  | 0   | 1000 | 3   | 5.8  | 0.8  | 0 | 0  | none
                    prices in whole euros       | 0   | 1000 | 90  | 4000 | 9e7  | 0 | 30 | log-normal-nll
                    prices                      | 0   | 0    | 1.5 | 4000 | 9e7  | 0 | 30 | log-normal-nll
                    rain                        | 400 | 400  | 0   | 2    | 9    | 0 | 0  | quantile
                    gains and a few large ones  | 0   | 0    | -2  | 1    | 9    | 0 | 3  | quantile
                    outliers on both sides      | 0   | 0    | -90 | 0    | 9    | 2 | 3  | student-t-nll
                    a symmetric label           | 0   | 0    | -3  | 0    | 1    | 0 | 0  | none
                    """)
    void advice_byTheLabels_namesTheLossToTry(
            String labels,
            long zeros,
            long integers,
            double minimum,
            double mean,
            double variance,
            long farBelow,
            long farAbove,
            String suited) {
        LabelSummary summary =
                new LabelSummary("y", 1000, zeros, integers, minimum, mean, variance, farBelow, farAbove);

        List<String> advice =
                Likelihood.of(Task.REGRESSION, new Loss.GaussianNll(null, null)).advice(summary);

        if (suited == null) {
            assertThat(advice).isEmpty();
        } else {
            assertThat(advice).singleElement().asString().endsWith(": try training.loss={name: " + suited + "}");
        }
    }
}
