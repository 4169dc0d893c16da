/**
 * An all-reduce over the tasks that train one member: it sums their gradients by recursive halving and doubling
 * (Thakur, Rabenseifner and Gropp 2005, "Optimization of Collective Communication Operations in MPICH").
 *
 * <p>P = 8 tasks need log2(P) = 3 levels. At level k the peer of rank r is r XOR 2^k. The reduce-scatter comes first:
 * at each level the two peers split what they hold in half. Each sends one half, and adds the half that it receives to
 * the one that it keeps. After all levels every rank holds the complete sum of one P-th of the array. The all-gather
 * then runs from the last level back to the first: the peers send each other the sums that they hold. Each rank sends
 * and receives 2 (P - 1) / P of the array in 2 log2(P) messages. Across executors, the peers of the last level instead
 * send everything they hold and both add, which takes the same number of bytes and one message fewer.
 *
 * <p>Level 0 adds neighbours, level 1 adds pairs of neighbours, and so on. So every element is summed as a balanced
 * binary tree over the ranks, with the lower rank's operand first, whichever rank adds. The result does not depend on
 * the order in which messages arrive.
 *
 * <p>The ranks of one executor are neighbours and read each other's arrays. Only the levels above them use the
 * network. There each task holds one n-th of the array, where n is the number of tasks in the executor, so an executor
 * sends the same amount however many tasks it has.
 *
 * <p>Start at {@link io.credence.driver.allreduce.AllReduce}. A {@code Round} collects the pieces of the task's array.
 * It cuts them into chunks, independently of the pieces ({@code ChunkLayout}). A {@code Reduction} moves a few
 * {@code Chunk}s at a time through the levels. A {@code PeerChannel} sends to the peer of a level; an {@code Inbox}
 * keeps what that peer has sent. The package {@code transport} connects the tasks of a barrier stage
 * ({@code Rendezvous}) and implements the channel between executors.
 */
package io.credence.driver.allreduce;
