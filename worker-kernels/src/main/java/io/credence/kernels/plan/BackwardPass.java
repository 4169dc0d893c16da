package io.credence.kernels.plan;

import io.credence.kernels.autograd.Frame;
import io.credence.kernels.autograd.GradientListener;
import io.credence.kernels.autograd.SynchronizedOperation;
import io.credence.kernels.simd.Matrix;
import io.credence.kernels.simd.elementwise.Elementwise;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The differentiated operations of a plan in reverse topological order, run from one synchronisation point to the next.
 * The pass also sums the gradients of values with several users, and notifies a listener whenever a longer tail of the
 * gradient array is final.
 */
final class BackwardPass {
    /** A gradient of a value that is added to the total of the users already visited. */
    record Sum(Matrix total, Matrix part) {}

    /**
     * One operation of the pass.
     *
     * @param finishedFrom where the final tail of the gradient array starts after this operation
     * @param sumsParameters whether the operation's parameters have other users, whose gradients are added to its own
     */
    record Turn(Frame frame, Sum[] sums, int finishedFrom, boolean sumsParameters) {}

    private final Turn[] turns;
    private final int size;
    private final int lastStop;
    private int next;
    private int end;
    private GradientListener listener;

    /**
     * Creates a pass.
     *
     * @param turns in the order of the pass
     * @param size the length of the gradient array
     */
    BackwardPass(Turn[] turns, int size) {
        this.turns = turns;
        this.size = size;
        this.lastStop = IntStream.range(0, turns.length)
                .filter(turn -> turns[turn].frame().synchronizedOperation() != null)
                .max()
                .orElse(-1);
    }

    /** Returns the synchronised operations, in the order of the pass. */
    List<Frame> stops() {
        return Stream.of(turns)
                .map(Turn::frame)
                .filter(frame -> frame.synchronizedOperation() != null)
                .toList();
    }

    /**
     * Starts a pass; returns the operation that it stops halfway through, or null at the end of the pass. The listener
     * is not notified before the last stop.
     */
    Frame begin(GradientListener listener) {
        this.listener = listener;
        next = 0;
        end = size;
        return runToStop();
    }

    /** Continues from the last stop; returns like {@link #begin}. */
    Frame resume() {
        Frame stopped = turns[next].frame();
        stopped.synchronizedOperation().endBackward(stopped);
        finish(turns[next]);
        next++;
        return runToStop();
    }

    private Frame runToStop() {
        for (; next < turns.length; next++) {
            Frame frame = turns[next].frame();
            SynchronizedOperation operation = frame.synchronizedOperation();
            if (operation != null) {
                operation.beginBackward(frame);
                return frame;
            }
            if (frame.backwardToParameters() && !turns[next].sumsParameters()) {
                report(turns[next].finishedFrom());
            }
            frame.backward();
            finish(turns[next]);
        }
        if (end > 0) {
            listener.finished(0, end);
        }
        return null;
    }

    private void finish(Turn turn) {
        for (Sum sum : turn.sums()) {
            Elementwise.add(sum.total(), sum.total(), sum.part());
        }
        report(turn.finishedFrom());
    }

    private void report(int finishedFrom) {
        if (next >= lastStop && finishedFrom < end) {
            listener.finished(finishedFrom, end);
            end = finishedFrom;
        }
    }
}
