package io.credence.driver.evaluation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import scala.Tuple2;

/**
 * A reduction of an RDD in the order of its elements, for sums that are rounded. The grouping depends only on the
 * number of elements, so equal elements give equal bits on any cluster. Spark's own reductions merge in the order of
 * completion.
 *
 * <p>Executors merge about sqrt(n) runs of about sqrt(n) neighbouring elements each, and the driver merges the runs. A
 * small number of elements is merged on the driver directly.
 */
final class OrderedReduce {
    /** The maximum number of elements that the driver merges directly, which is cheaper than a shuffle. */
    private static final int MAX_DIRECT = 16;

    private OrderedReduce() {}

    /**
     * Merges all elements in order.
     *
     * @param elements an RDD with exactly one element in each partition, and at least one partition
     */
    static <A> A reduce(JavaRDD<A> elements, MergeFunction<A> merge) {
        int number = elements.getNumPartitions();
        if (number <= MAX_DIRECT) {
            return merged(elements.collect(), merge);
        }
        int length = (int) Math.ceil(Math.sqrt(number));
        int runs = (number + length - 1) / length;
        List<Tuple2<Integer, A>> merged = elements.mapPartitionsWithIndex(
                        (index, element) ->
                                List.of(new Tuple2<>(index, element.next())).iterator(),
                        true)
                .groupBy(indexed -> indexed._1() / length, runs)
                .mapValues(run -> merged(inOrder(run), merge))
                .collect();
        return merged(inOrder(merged), merge);
    }

    private static <A> List<A> inOrder(Iterable<Tuple2<Integer, A>> indexed) {
        List<Tuple2<Integer, A>> sorted = new ArrayList<>();
        indexed.forEach(sorted::add);
        sorted.sort(Comparator.comparing(Tuple2::_1));
        return sorted.stream().map(Tuple2::_2).toList();
    }

    private static <A> A merged(List<A> inOrder, MergeFunction<A> merge) {
        A sum = inOrder.get(0);
        for (A other : inOrder.subList(1, inOrder.size())) {
            merge.merge(sum, other);
        }
        return sum;
    }
}
