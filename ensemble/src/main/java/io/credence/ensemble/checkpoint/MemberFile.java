package io.credence.ensemble.checkpoint;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import io.credence.ensemble.binding.JsonRecords;
import io.credence.ensemble.model.ModelFormatException;
import io.credence.ensemble.training.Member;
import io.credence.ensemble.training.MemberHistory;
import io.credence.ensemble.training.MemberStart;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads and writes the file of a finished member, so that the member is never trained again. The file is a
 * {@link CheckedTensors} with the member's parameters.
 */
public final class MemberFile {
    private static final String FORMAT = "credence-member";
    private static final String PARAMETERS = "parameters";

    private MemberFile() {}

    private record Document(MemberStart start, int bestEpoch, long steps, JsonNode history) {
        Document {
            requireNonNull(start);
            requireNonNull(history);
        }
    }

    /**
     * Writes a member.
     *
     * @param out closed afterwards
     */
    public static void write(Member member, OutputStream out) throws IOException {
        MemberHistory history = member.history();
        Document document = new Document(
                new MemberStart(member.index(), member.attempt(), member.seed()),
                history.bestEpoch(),
                history.steps(),
                HistoryJson.write(history.epochs(), history.layers(), history.seconds(), history.exchangeSeconds()));
        SortedMap<String, float[]> tensors = new TreeMap<>();
        tensors.put(PARAMETERS, member.parameters());
        new CheckedTensors(JsonRecords.tree(document).toString(), tensors).write(FORMAT, out);
    }

    /**
     * Reads a member.
     *
     * @param file the name of the file in messages
     * @param in the file from its start; closed afterwards
     * @param length the file's length in bytes
     * @throws ModelFormatException if the file is of another kind, truncated or altered
     */
    public static Member read(String file, InputStream in, long length) throws IOException {
        CheckedTensors content = CheckedTensors.read(FORMAT, file, in, length);
        return content.decode(file, Document.class, document -> member(document, content.tensor(file, PARAMETERS)));
    }

    private static Member member(Document document, float[] parameters) {
        JsonNode history = document.history();
        return new Member(
                document.start().index(),
                document.start().seed(),
                document.start().attempt(),
                parameters,
                new MemberHistory(
                        HistoryJson.epochs(history),
                        document.bestEpoch(),
                        document.steps(),
                        HistoryJson.number(history, "seconds"),
                        HistoryJson.number(history, "exchangeSeconds"),
                        HistoryJson.layers(history)));
    }
}
