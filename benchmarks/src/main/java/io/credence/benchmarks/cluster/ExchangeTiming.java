package io.credence.benchmarks.cluster;

import java.io.Serializable;

/**
 * What one task of a gang has measured of one array's length.
 *
 * @param bytes that it has sent in a round
 * @param micros of a round, the median
 * @param bestMicros of a round, the fastest tenth
 * @param rawMicros of sending and receiving as many bytes over plain sockets, the median
 * @param cpuMicros of all threads of the task's process in a round, the mean
 * @param rawCpuMicros the same for plain sockets
 * @param addNanos of adding one element
 * @param computeMicros of a training step without the waiting, the median
 * @param waitMicros that a training step waited, the median
 * @param waitShare of the time of all steps
 */
record ExchangeTiming(
        int parameters,
        long bytes,
        double micros,
        double bestMicros,
        double rawMicros,
        double cpuMicros,
        double rawCpuMicros,
        double addNanos,
        double computeMicros,
        double waitMicros,
        double waitShare)
        implements Serializable {}
