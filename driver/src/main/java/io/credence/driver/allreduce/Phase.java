package io.credence.driver.allreduce;

/** The two ways in which a level is passed. */
enum Phase {
    /** Partners give each other halves of what they hold, which are then added. */
    HALVING,
    /** Partners give each other the sums that they hold. */
    DOUBLING
}
