package io.credence.driver.evaluation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import scala.Tuple2;

/**
 * Merges the elements of an RDD in their order, for sums that round: which of them meet depends on their number alone, so the same elements give
 * the same bits whatever the cluster does. Spark's own reductions merge what is ready first.
 *
 * <p>Executors merge runs of neighbours, as many runs as each is long, and the driver merges the runs: of n elements it holds the root of n. A few
 * elements come to it as they are.
 */
final class OrderedReduce {
    /** So few cost the driver less than a shuffle costs. */
    private static final int FEW = 16;

    private OrderedReduce() {}

    /** @param elements one in every partition, at least one in all */
    static <A> A reduce(JavaRDD<A> elements, MergeFunction<A> merge) {
        int number = elements.getNumPartitions();
        if (number <= FEW) {
            return merged(elements.collect(), merge);
        }
        int length = (int) Math.ceil(Math.sqrt(number));
        int runs = (number + length - 1) / length;
        List<Tuple2<Integer, A>> merged = elements.mapPartitionsWithIndex(
                        (place, element) ->
                                List.of(new Tuple2<>(place, element.next())).iterator(),
                        true)
                .groupBy(placed -> placed._1() / length, runs)
                .mapValues(run -> merged(inOrder(run), merge))
                .collect();
        return merged(inOrder(merged), merge);
    }

    private static <A> List<A> inOrder(Iterable<Tuple2<Integer, A>> placed) {
        List<Tuple2<Integer, A>> sorted = new ArrayList<>();
        placed.forEach(sorted::add);
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
