package io.credence.kernels.plan;

import io.credence.kernels.autograd.Frame;
import io.credence.kernels.autograd.SynchronizedOperation;
import java.util.List;
import java.util.stream.Stream;

/** The operations of a plan in topological order, run from one synchronisation point to the next. */
final class ForwardPass {
    private final Frame[] frames;
    private int next;

    ForwardPass(Frame[] frames) {
        this.frames = frames;
    }

    /** Returns the synchronised operations, in the order of the pass. */
    List<Frame> stops() {
        return Stream.of(frames)
                .filter(frame -> frame.synchronizedOperation() != null)
                .toList();
    }

    /** Starts a pass; returns the operation that it stops halfway through, or null at the end of the pass. */
    Frame begin() {
        next = 0;
        return runToStop();
    }

    /**
     * Continues from the last stop; returns like {@link #begin}.
     *
     * @param batchRows the rows that the statistics of the stopped operation describe
     */
    Frame resume(int batchRows) {
        Frame stopped = frames[next++];
        stopped.synchronizedOperation().endForward(stopped, batchRows);
        return runToStop();
    }

    private Frame runToStop() {
        for (; next < frames.length; next++) {
            Frame frame = frames[next];
            SynchronizedOperation operation = frame.synchronizedOperation();
            if (operation != null) {
                operation.beginForward(frame);
                return frame;
            }
            frame.forward();
        }
        return null;
    }
}
