package io.credence.kernels.autograd;

/**
 * An operation that needs statistics of the whole batch, even when slices of the batch are computed separately. Each
 * direction has two halves with a synchronisation point between them: {@code begin} leaves the statistics of the
 * frame's own rows in two workspaces, the executor replaces them with those of all slices, and {@code end} computes the
 * rest from them. Without slices, {@link #forward} and {@link #backward} run both halves.
 */
public interface SynchronizedOperation extends Operation {
    /** Returns whether the slices of a batch synchronise in a plan of this mode. */
    boolean synchronizes(Mode mode);

    /** Returns the statistics exchanged between the halves of forward. */
    SynchronizationPoint forwardPoint();

    /** Returns the statistics exchanged between the halves of backward. */
    SynchronizationPoint backwardPoint();

    /** Computes the statistics of {@link #forwardPoint()} from the frame's own rows. */
    void beginForward(Frame frame);

    /**
     * Computes the output from the statistics of {@link #forwardPoint()}.
     *
     * @param rows the rows that the statistics describe
     */
    void endForward(Frame frame, int rows);

    /**
     * Computes the statistics of {@link #backwardPoint()} from the frame's own rows, and the gradients that need no
     * others.
     */
    void beginBackward(Frame frame);

    /** Computes the remaining gradients from the statistics of {@link #backwardPoint()}. */
    void endBackward(Frame frame);

    @Override
    default void forward(Frame frame) {
        beginForward(frame);
        endForward(frame, frame.input(0).rows());
    }

    @Override
    default void backward(Frame frame) {
        beginBackward(frame);
        endBackward(frame);
    }
}
