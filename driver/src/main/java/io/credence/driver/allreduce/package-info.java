/**
 * The sum of the gradients of a member's tasks: an all-reduce by recursive halving and doubling (Thakur, Rabenseifner and Gropp 2005,
 * "Optimization of Collective Communication Operations in MPICH").
 *
 * <p>With P = 8 tasks there are log2(P) = 3 levels. At level k rank r has the partner r XOR 2^k. First the halving (a reduce-scatter): at each
 * level the two partners cut what they hold in two, each gives one half away and adds the partner's half to the one it keeps, so after all
 * levels every rank holds the whole sum of one P-th. Then the doubling (an all-gather), from the last level back to the first: the partners
 * give each other the sums that they hold. Each rank sends and receives 2 (P - 1) / P of the array in 2 log2(P) messages. At the last level
 * the partners swap all that they hold and both add, which is as many bytes in one message less.
 *
 * <p>Level 0 adds neighbours, level 1 adds pairs of neighbours, and so on: every element is summed as the balanced binary tree over the
 * ranks, the lower rank's operand first, whichever rank does it. Nothing depends on the order in which messages arrive.
 *
 * <p>Ranks of one executor are neighbours. They read each other's arrays; only the levels above them use the wire, when all but one part in
 * (tasks of an executor) has been given away. So what an executor sends does not grow with its number of tasks.
 *
 * <p>{@link io.credence.driver.allreduce.Rendezvous} is the way in. A {@code Round} takes the array from the task in pieces and cuts it into
 * buckets of its own; a {@code Reduction} takes a few buckets at a time through the levels, on whichever thread brings news; an {@code Inbox} for each
 * level holds what its partner has sent ahead; a {@code Partner} is the way to it. The {@code Endpoint} holds the sockets of an executor.
 */
package io.credence.driver.allreduce;
