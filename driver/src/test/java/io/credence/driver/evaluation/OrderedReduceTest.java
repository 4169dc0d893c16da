package io.credence.driver.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.credence.ensemble.calibration.ScaleLikelihood;
import io.credence.ensemble.predictive.GaussianMixture;
import io.credence.spark.testing.SparkTest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@SparkTest
class OrderedReduceTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 16, 17, 101})
    void elements_areMergedInOrder_andEachOnce(int number, SparkSession spark) {
        JavaRDD<ArrayList<Integer>> elements =
                elements(spark, number).map(element -> new ArrayList<>(Collections.singletonList(element)));
        assertThat(OrderedReduce.reduce(elements, ArrayList::addAll))
                .isEqualTo(IntStream.range(0, number).boxed().toList());
    }

    /** These sums are rounded, so a different order would give different bits. */
    @ParameterizedTest
    @ValueSource(ints = {16, 40})
    void likelihoods_haveTheSameBitsInEveryRun(int number, SparkSession spark) {
        JavaRDD<ScaleLikelihood> likelihoods = elements(spark, number).map(element -> {
            // Later elements take no time, so they are ready before the first.
            Thread.sleep(element < 3 ? 100 : 0);
            GaussianMixture mixture = new GaussianMixture(1);
            mixture.set(0, 0, Math.exp(element % 7));
            ScaleLikelihood likelihood = new ScaleLikelihood(new double[] {0.3, 1, 3});
            likelihood.add(mixture, Math.sin(element));
            return likelihood;
        });
        double[] first =
                OrderedReduce.reduce(likelihoods, ScaleLikelihood::merge).negativeLogLikelihood();
        for (int i = 0; i < 2; i++) {
            ScaleLikelihood again = OrderedReduce.reduce(likelihoods, ScaleLikelihood::merge);
            assertThat(again.negativeLogLikelihood()).isEqualTo(first);
            assertThat(again.rows()).isEqualTo(number);
        }
    }

    private static JavaRDD<Integer> elements(SparkSession spark, int number) {
        List<Integer> all = IntStream.range(0, number).boxed().toList();
        return JavaSparkContext.fromSparkContext(spark.sparkContext()).parallelize(all, number);
    }
}
