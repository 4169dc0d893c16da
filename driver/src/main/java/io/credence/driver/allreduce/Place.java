package io.credence.driver.allreduce;

/** What names one task of one gang within an executor. */
record Place(String gang, int partition) {}
