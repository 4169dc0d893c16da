package io.credence.benchmarks;

import java.util.List;

/**
 * What a sum of N float32 over P tasks costs (docs/scaling.md): 2 log2(P) - 1 messages in a row of {@code alpha} each, 8 N (P - 1) / P bytes out
 * and as many in of {@code beta} each, and N additions of {@code gamma} each; all of it as many times as there are tasks for a
 * core, where there are more tasks than cores.
 *
 * @param alphaMicros of a message, from one task's thread to the other's
 * @param betaNanos of a byte, sent and received
 * @param gammaNanos of an addition
 */
record ExchangeModel(double alphaMicros, double betaNanos, double gammaNanos) {
    private static final double BYTES_PER_ELEMENT = 8;

    private static final double ELEMENTS_UNDER_WAY = 4 * 65_536;

    /** A measured sum. */
    record Point(int tasks, int parameters, double micros) {
        private double share() {
            return (tasks - 1.0) / tasks;
        }

        private double messages() {
            return 2 * levels() - 1;
        }

        private double levels() {
            return Math.log(tasks) / Math.log(2);
        }
    }

    /** Alpha and beta by least squares of the relative errors; gamma is measured on its own. */
    static ExchangeModel fit(List<Point> points, double gammaNanos, int cores) {
        double aa = 0;
        double ab = 0;
        double bb = 0;
        double ay = 0;
        double by = 0;
        for (Point point : points) {
            double crowd = crowd(point.tasks(), cores);
            double a = crowd * point.messages() / point.micros();
            double b = crowd * BYTES_PER_ELEMENT * point.parameters() * point.share() / 1e3 / point.micros();
            double y = 1 - crowd * gammaNanos * point.parameters() / 1e3 / point.micros();
            aa += a * a;
            ab += a * b;
            bb += b * b;
            ay += a * y;
            by += b * y;
        }
        double determinant = aa * bb - ab * ab;
        return new ExchangeModel((ay * bb - by * ab) / determinant, (by * aa - ay * ab) / determinant, gammaNanos);
    }

    /** The time of a sum where a task has a core, or its share of one. */
    double micros(Point point, int cores) {
        return crowd(point.tasks(), cores) * (point.messages() * alphaMicros + elementMicros(point, betaNanos));
    }

    private double elementMicros(Point point, double nanosPerByte) {
        return point.parameters() * (point.share() * BYTES_PER_ELEMENT * nanosPerByte + gammaNanos) / 1e3;
    }

    /**
     * The time of a sum over a network, where every task has a core of its own. Bytes go at the pace of the slower of processor and wire, and
     * no faster than messages in a row let four buckets of 65,536 elements through at a time.
     *
     * @param gigabits a second that a task has to itself, in each direction
     * @param wireMicros that a message is on its way
     */
    double networkMicros(int tasks, int parameters, double gigabits, double wireMicros) {
        Point point = new Point(tasks, parameters, 0);
        double beta = Math.max(betaNanos, 8 / gigabits);
        double row = point.messages() * (alphaMicros + wireMicros);
        double bytes = elementMicros(point, beta);
        return row + Math.max(bytes, (Math.ceil(parameters / ELEMENTS_UNDER_WAY) - 1) * row);
    }

    private static double crowd(int tasks, int cores) {
        return Math.max(1, (double) tasks / cores);
    }
}
