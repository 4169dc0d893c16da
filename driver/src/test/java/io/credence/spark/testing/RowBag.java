package io.credence.spark.testing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Row;
import scala.jdk.javaapi.CollectionConverters;

/**
 * A comparison of two multisets of rows. Closeness is not transitive, so with a tolerance rows are paired by a maximum
 * matching of the bipartite graph of close rows, found by augmenting paths (Kuhn 1955). Rows without a partner are
 * true differences.
 */
final class RowBag {
    private static final int FREE = -1;

    private final double tolerance;

    RowBag(double tolerance) {
        this.tolerance = tolerance;
    }

    record Difference(List<Row> missing, List<Row> unexpected) {
        boolean isNone() {
            return missing.isEmpty() && unexpected.isEmpty();
        }
    }

    Difference compare(List<Row> actual, List<Row> expected) {
        Matching matching = new Matching(values(actual), values(expected));
        return new Difference(
                unmatched(expected, matching.partnerOfExpected), unmatched(actual, matching.partnerOfActual));
    }

    private static List<Row> unmatched(List<Row> rows, int[] partner) {
        return IntStream.range(0, rows.size())
                .filter(i -> partner[i] == FREE)
                .mapToObj(rows::get)
                .toList();
    }

    private final class Matching {
        private final List<List<Object>> actual;
        private final List<List<Object>> expected;
        private final int[] partnerOfActual;
        private final int[] partnerOfExpected;

        Matching(List<List<Object>> actual, List<List<Object>> expected) {
            this.actual = actual;
            this.expected = expected;
            partnerOfActual = filled(actual.size());
            partnerOfExpected = filled(expected.size());
            for (int e = 0; e < expected.size(); e++) {
                augment(e, new boolean[actual.size()]);
            }
        }

        private static int[] filled(int size) {
            int[] partner = new int[size];
            Arrays.fill(partner, FREE);
            return partner;
        }

        private boolean augment(int e, boolean[] visited) {
            for (int a = 0; a < actual.size(); a++) {
                if (!visited[a] && close(actual.get(a), expected.get(e))) {
                    visited[a] = true;
                    if (partnerOfActual[a] == FREE || augment(partnerOfActual[a], visited)) {
                        partnerOfActual[a] = e;
                        partnerOfExpected[e] = a;
                        return true;
                    }
                }
            }
            return false;
        }
    }

    private boolean close(Object a, Object b) {
        if (a instanceof Double x && b instanceof Double y || a instanceof Float && b instanceof Float) {
            double left = ((Number) a).doubleValue();
            double right = ((Number) b).doubleValue();
            return left == right || Double.isNaN(left) && Double.isNaN(right) || Math.abs(left - right) <= tolerance;
        }
        if (a instanceof List<?> x && b instanceof List<?> y) {
            return x.size() == y.size() && IntStream.range(0, x.size()).allMatch(i -> close(x.get(i), y.get(i)));
        }
        return Objects.equals(a, b);
    }

    private static List<List<Object>> values(List<Row> rows) {
        return rows.stream().map(RowBag::values).toList();
    }

    private static List<Object> values(Row row) {
        List<Object> values = new ArrayList<>(row.size());
        for (int i = 0; i < row.size(); i++) {
            values.add(plain(row.get(i)));
        }
        return values;
    }

    /** Converts nested values to lists, so that one rule compares them all. */
    private static Object plain(Object value) {
        if (value instanceof Row row) {
            return values(row);
        }
        if (value instanceof Vector vector) {
            return Arrays.stream(vector.toArray()).boxed().toList();
        }
        if (value instanceof byte[] bytes) {
            return IntStream.range(0, bytes.length).mapToObj(i -> bytes[i]).toList();
        }
        if (value instanceof scala.collection.Map<?, ?> map) {
            return entries(CollectionConverters.asJava(map));
        }
        if (value instanceof scala.collection.Seq<?> sequence) {
            return CollectionConverters.asJava(sequence).stream()
                    .map(RowBag::plain)
                    .collect(Collectors.toList());
        }
        return value;
    }

    private static List<Object> entries(Map<?, ?> map) {
        return map.entrySet().stream()
                .sorted(Comparator.comparing(entry -> String.valueOf(entry.getKey())))
                .<Object>map(entry -> Arrays.asList(plain(entry.getKey()), plain(entry.getValue())))
                .toList();
    }
}
