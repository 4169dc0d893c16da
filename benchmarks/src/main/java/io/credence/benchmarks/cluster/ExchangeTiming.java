package io.credence.benchmarks.cluster;

import java.io.Serializable;

/**
 * The measurements of one task of a gang for one array length.
 *
 * @param parameters the length of the array
 * @param bytes the bytes sent in a round
 * @param micros the median time of a round
 * @param bestMicros the first decile of the time of a round
 * @param rawMicros the median time to send and receive the same number of bytes over plain sockets
 * @param cpuMicros the mean processor time of the process in a round
 * @param rawCpuMicros the mean processor time of the process for plain sockets
 * @param addNanos the time to add one element
 * @param computeMicros the median time of a training step without waiting
 * @param waitMicros the median time that a training step waits for gradients
 * @param waitShare the fraction of the time of all steps spent waiting
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
