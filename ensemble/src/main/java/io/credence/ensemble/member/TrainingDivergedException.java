package io.credence.ensemble.member;

/** A member's loss became NaN or infinite. */
public final class TrainingDivergedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * @param member the member's index
     * @param epoch from 0
     * @param step from 0, over all epochs
     * @param loss what the loss became
     * @param lastGradientNorm the global gradient norm of the last step before
     */
    public TrainingDivergedException(int member, int epoch, long step, double loss, double lastGradientNorm) {
        super("member " + member + " diverged in epoch " + (epoch + 1) + ", step " + step + ": the loss became " + loss
                + ", after a step with a gradient norm of " + lastGradientNorm
                + ". Try a lower training.optimizer.learningRate, training.gradientClip: 1, or a warm-up");
    }
}
