/**
 * The network side of the all-reduce: it connects the tasks of a gang and carries chunks between executors, over
 * Spark's own {@code network-common} transport.
 *
 * <p>{@link io.credence.driver.allreduce.transport.Rendezvous} is the entry point. The tasks of a barrier stage
 * exchange their addresses there once, and each receives a {@code Communicator}. The tasks of an executor share one
 * {@code Endpoint}, which listens on a port and connects to peers; {@code ExecutorEndpoint} opens and closes it. Each
 * pair of peers in different executors has two connections, one for each direction.
 *
 * <p>A message leaves through a {@code RemoteChannel}, in the layout of {@code WireFormat}. On the receiving side it
 * passes the {@code FrameGuard}, which rejects frames that are too long, and Spark's authentication and encryption.
 * The {@code ElementFrameHandler} puts elements into an inbox without copying; the {@code ExchangeRpcHandler} handles
 * every other message.
 */
package io.credence.driver.allreduce.transport;
