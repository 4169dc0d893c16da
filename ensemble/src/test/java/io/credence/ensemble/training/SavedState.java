package io.credence.ensemble.training;

import io.credence.ensemble.checkpoint.TrainingStateFile;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/** Saves the state of a training run to a file in memory, and then interrupts the run. */
final class SavedState implements Checkpoints {
    private byte[] file;
    private int callsLeft;

    /** Thrown to interrupt a training run on purpose. */
    static final class Interruption extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    static SavedState continuing(byte[] file) {
        SavedState saved = new SavedState();
        saved.file = file;
        saved.interruptAfter(Integer.MAX_VALUE);
        return saved;
    }

    void interruptAfter(int steps) {
        callsLeft = steps;
    }

    byte[] file() {
        return file;
    }

    @Override
    public Optional<TrainingState> latest() {
        if (file == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(TrainingStateFile.read("memory", new ByteArrayInputStream(file), file.length));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public boolean isDue(boolean endOfEpoch) {
        return --callsLeft == 0;
    }

    @Override
    public void save(TrainingState state) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            TrainingStateFile.write(state, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        file = out.toByteArray();
        throw new Interruption();
    }
}
