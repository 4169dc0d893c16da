package io.credence.benchmarks.cluster;

import java.util.List;

/**
 * What a sum of N float32 over P tasks costs (docs/scaling.md): 2 log2(P) - 1 messages in a row of {@code alpha} each,
 * 8 N (P - 1) / P bytes out and as many in of {@code beta} each, and N additions of {@code gamma} each; all of it as
 * many times as there are tasks for a core, where there are more tasks than cores.
 *
 * @param alphaMicros of a message, from one task's thread to the other's
 * @param betaNanos of a byte, sent and received, where the array stays in a core's cache
 * @param memoryBetaNanos of a byte of a longer array
 * @param gammaNanos of an addition
 */
record ExchangeModel(double alphaMicros, double betaNanos, double memoryBetaNanos, double gammaNanos) {
    private static final double BYTES_PER_ELEMENT = 8;

    private static final double ELEMENTS_UNDER_WAY = 4 * 65_536;

    /** 1 MiB, a second-level cache. */
    private static final int CACHED_PARAMETERS = 262_144;

    /** A measured sum. */
    record Point(int tasks, int parameters, double micros) {
        private boolean isCached() {
            return parameters <= CACHED_PARAMETERS;
        }

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

    /**
     * Alpha and both betas by least squares of the relative errors, alpha from the arrays that a cache holds; gamma is
     * measured on its own.
     *
     * @param points two at least of arrays that a cache holds, and one of a longer array; or two of one kind, and beta
     *     is the same for both
     */
    static ExchangeModel fit(List<Point> points, double gammaNanos, int cores) {
        List<Point> cached = points.stream().filter(Point::isCached).toList();
        List<Point> longer = points.stream().filter(point -> !point.isCached()).toList();
        if (cached.size() < 2 || longer.isEmpty()) {
            return fitLine(points, gammaNanos, cores);
        }
        ExchangeModel line = fitLine(cached, gammaNanos, cores);
        double bb = 0;
        double by = 0;
        for (Point point : longer) {
            Relative relative = Relative.of(point, gammaNanos, cores);
            bb += relative.b() * relative.b();
            by += relative.b() * (relative.y() - relative.a() * line.alphaMicros);
        }
        return new ExchangeModel(line.alphaMicros, line.betaNanos, by / bb, gammaNanos);
    }

    /** What alpha and beta are multiplied by and what they come to, as shares of the measured time. */
    private record Relative(double a, double b, double y) {
        static Relative of(Point point, double gammaNanos, int cores) {
            double crowd = crowd(point.tasks(), cores);
            return new Relative(
                    crowd * point.messages() / point.micros(),
                    crowd * BYTES_PER_ELEMENT * point.parameters() * point.share() / 1e3 / point.micros(),
                    1 - crowd * gammaNanos * point.parameters() / 1e3 / point.micros());
        }
    }

    private static ExchangeModel fitLine(List<Point> points, double gammaNanos, int cores) {
        double aa = 0;
        double ab = 0;
        double bb = 0;
        double ay = 0;
        double by = 0;
        for (Point point : points) {
            Relative relative = Relative.of(point, gammaNanos, cores);
            aa += relative.a() * relative.a();
            ab += relative.a() * relative.b();
            bb += relative.b() * relative.b();
            ay += relative.a() * relative.y();
            by += relative.b() * relative.y();
        }
        double determinant = aa * bb - ab * ab;
        double beta = (by * aa - ay * ab) / determinant;
        return new ExchangeModel((ay * bb - by * ab) / determinant, beta, beta, gammaNanos);
    }

    /** The time of a sum where a task has a core, or its share of one. */
    double micros(Point point, int cores) {
        return crowd(point.tasks(), cores) * (point.messages() * alphaMicros + elementMicros(point, beta(point)));
    }

    private double beta(Point point) {
        return point.isCached() ? betaNanos : memoryBetaNanos;
    }

    private double elementMicros(Point point, double nanosPerByte) {
        return point.parameters() * (point.share() * BYTES_PER_ELEMENT * nanosPerByte + gammaNanos) / 1e3;
    }

    /**
     * The time of a sum over a network, where every task has a core of its own. Bytes go at the pace of the slower of
     * processor and wire, and no faster than messages in a row let four buckets of 65,536 elements through at a time.
     *
     * @param gigabits a second that a task has to itself, in each direction
     * @param wireMicros that a message is on its way
     */
    double networkMicros(int tasks, int parameters, double gigabits, double wireMicros) {
        Point point = new Point(tasks, parameters, 0);
        double beta = Math.max(beta(point), 8 / gigabits);
        double row = point.messages() * (alphaMicros + wireMicros);
        double bytes = elementMicros(point, beta);
        return row + Math.max(bytes, (Math.ceil(parameters / ELEMENTS_UNDER_WAY) - 1) * row);
    }

    private static double crowd(int tasks, int cores) {
        return Math.max(1, (double) tasks / cores);
    }
}
