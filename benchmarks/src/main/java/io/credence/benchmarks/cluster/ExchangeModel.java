package io.credence.benchmarks.cluster;

import java.util.List;

/**
 * The cost model of an all-reduce of N float32 elements over P tasks (docs/scaling.md): 2 log2(P) - 1 sequential
 * messages at {@code alpha} each, 8 N (P - 1) / P bytes sent and received at {@code beta} each, and N additions at
 * {@code gamma} each. With more tasks than cores, the cost is multiplied by the number of tasks per core.
 *
 * @param alphaMicros the time of a message from one task's thread to another's
 * @param betaNanos the time to send and receive one byte, for an array that fits into a core's cache
 * @param memoryBetaNanos the time to send and receive one byte of a larger array
 * @param gammaNanos the time of an addition
 */
record ExchangeModel(double alphaMicros, double betaNanos, double memoryBetaNanos, double gammaNanos) {
    private static final double BYTES_PER_ELEMENT = 8;

    private static final double ELEMENTS_IN_FLIGHT = 4 * 65_536;

    /** The number of parameters in 1 MiB, the size of a second-level cache. */
    private static final int CACHED_PARAMETERS = 262_144;

    /** A measured all-reduce. */
    record Point(int tasks, int parameters, double micros) {
        private boolean isCached() {
            return parameters <= CACHED_PARAMETERS;
        }

        private double fraction() {
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
     * Fits alpha and both betas by least squares of relative errors, with alpha from the arrays that fit into the
     * cache. Gamma is measured separately.
     *
     * @param points the measurements: at least two points of cached arrays and one of a larger array; or two points of
     *     one kind, for a single beta
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

    /** The coefficients of alpha and beta and the right-hand side of the equation, relative to the measured time. */
    private record Relative(double a, double b, double y) {
        static Relative of(Point point, double gammaNanos, int cores) {
            double load = tasksPerCore(point.tasks(), cores);
            return new Relative(
                    load * point.messages() / point.micros(),
                    load * BYTES_PER_ELEMENT * point.parameters() * point.fraction() / 1e3 / point.micros(),
                    1 - load * gammaNanos * point.parameters() / 1e3 / point.micros());
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

    /** Returns the time of an all-reduce on one machine, whose tasks share its cores. */
    double micros(Point point, int cores) {
        return tasksPerCore(point.tasks(), cores)
                * (point.messages() * alphaMicros + elementMicros(point, beta(point)));
    }

    private double beta(Point point) {
        return point.isCached() ? betaNanos : memoryBetaNanos;
    }

    private double elementMicros(Point point, double nanosPerByte) {
        return point.parameters() * (point.fraction() * BYTES_PER_ELEMENT * nanosPerByte + gammaNanos) / 1e3;
    }

    /**
     * Returns the time of an all-reduce over a network, with a core for each task. The slower of processor and wire
     * determines the time per byte, and at most four chunks of 65,536 elements are in flight during a sequence of
     * messages.
     *
     * @param gigabits the bandwidth of each task, in gigabits per second in each direction
     * @param wireMicros the latency of a message on the wire
     */
    double networkMicros(int tasks, int parameters, double gigabits, double wireMicros) {
        Point point = new Point(tasks, parameters, 0);
        double beta = Math.max(beta(point), 8 / gigabits);
        double latency = point.messages() * (alphaMicros + wireMicros);
        double bytes = elementMicros(point, beta);
        return latency + Math.max(bytes, (Math.ceil(parameters / ELEMENTS_IN_FLIGHT) - 1) * latency);
    }

    private static double tasksPerCore(int tasks, int cores) {
        return Math.max(1, (double) tasks / cores);
    }
}
