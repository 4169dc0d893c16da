package io.credence.ensemble.checkpoint;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import io.credence.ensemble.binding.JsonRecords;
import io.credence.ensemble.model.ModelFormatException;
import io.credence.ensemble.training.MemberStart;
import io.credence.ensemble.training.TrainingState;
import io.credence.kernels.optimizer.OptimizerState;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads and writes the state of an unfinished training run. The file is a {@link CheckedTensors} with the parameters,
 * the optimiser's moments and, if present, the average of the weights and the best epoch's parameters.
 */
public final class TrainingStateFile {
    private static final String FORMAT = "credence-training-state";
    private static final String PARAMETERS = "parameters";
    private static final String AVERAGE = "average";
    private static final String MOMENTS = "moments";
    private static final String BEST = "best";

    private TrainingStateFile() {}

    /** Everything except the arrays. */
    private record Document(
            MemberStart start,
            long steps,
            long optimizerSteps,
            boolean averaged,
            String lossSum,
            Best best,
            JsonNode history) {
        Document {
            requireNonNull(start);
            requireNonNull(lossSum);
            requireNonNull(history);
        }
    }

    private record Best(int epoch, String loss) {
        Best {
            requireNonNull(loss);
        }
    }

    /**
     * Writes a state. Equal states produce identical files.
     *
     * @param out closed afterwards
     */
    public static void write(TrainingState state, OutputStream out) throws IOException {
        TrainingState.Best best = state.best();
        Document document = new Document(
                state.start(),
                state.steps(),
                state.optimizer().steps(),
                state.average() != null,
                Double.toString(state.lossSum()),
                best == null ? null : new Best(best.epoch(), Double.toString(best.loss())),
                HistoryJson.write(state.epochs(), state.layers(), state.seconds(), state.exchangeSeconds()));
        SortedMap<String, float[]> tensors = new TreeMap<>();
        tensors.put(PARAMETERS, state.parameters());
        tensors.put(MOMENTS, state.optimizer().moments());
        if (state.average() != null) {
            tensors.put(AVERAGE, state.average());
        }
        if (best != null) {
            tensors.put(BEST, best.parameters());
        }
        new CheckedTensors(JsonRecords.tree(document).toString(), tensors).write(FORMAT, out);
    }

    /**
     * Reads a state.
     *
     * @param file the name of the file in messages
     * @param in the file from its start; closed afterwards
     * @param length the file's length in bytes
     * @throws ModelFormatException if the file is of another kind, truncated or altered
     */
    public static TrainingState read(String file, InputStream in, long length) throws IOException {
        CheckedTensors content = CheckedTensors.read(FORMAT, file, in, length);
        return content.decode(file, Document.class, document -> state(file, document, content));
    }

    private static TrainingState state(String file, Document document, CheckedTensors content)
            throws ModelFormatException {
        return new TrainingState(
                document.start(),
                document.steps(),
                content.tensor(file, PARAMETERS),
                document.averaged() ? content.tensor(file, AVERAGE) : null,
                new OptimizerState(document.optimizerSteps(), content.tensor(file, MOMENTS)),
                HistoryJson.epochs(document.history()),
                Double.parseDouble(document.lossSum()),
                document.best() == null ? null : best(file, document.best(), content),
                HistoryJson.layers(document.history()),
                HistoryJson.number(document.history(), "seconds"),
                HistoryJson.number(document.history(), "exchangeSeconds"));
    }

    private static TrainingState.Best best(String file, Best best, CheckedTensors content) throws ModelFormatException {
        return new TrainingState.Best(best.epoch(), Double.parseDouble(best.loss()), content.tensor(file, BEST));
    }
}
