package io.credence.driver.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.credence.ensemble.binding.JsonRecords;
import io.credence.kernels.embedding.NumericEmbedding;
import io.credence.kernels.layer.Prior;
import io.credence.kernels.loss.Loss;
import io.credence.kernels.optimizer.Optimizer;
import io.credence.kernels.schedule.Schedule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Checks the keys and defaults in docs/configuration.md against the code. */
class ConfigurationDocumentTest {
    private static final String PAGE = read();
    private static final Pattern SETTING = Pattern.compile("(?m)^\\| `([\\w.]+)` \\| ([^`|]+) \\|");
    private static final Pattern CHOICE =
            Pattern.compile("(?m)^\\| `((?:network|training|ensemble)\\.\\w+)` \\| `([\\w-]+)` \\| `(\\{[^`]*})`");
    private static final Map<String, Class<?>> CHOICES = Map.of(
            "network.numericEmbedding", NumericEmbedding.class,
            "training.loss", Loss.class,
            "training.optimizer", Optimizer.class,
            "training.schedule", Schedule.class,
            "ensemble.prior", Prior.class);

    private static String read() {
        try {
            return Files.readString(Path.of("../docs/configuration.md"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String minimal() {
        return PAGE.substring(PAGE.indexOf("```yaml") + "```yaml".length(), PAGE.indexOf("```\n\n`bin/credence"));
    }

    private static JsonNode yaml(String text) {
        return new YamlReader("the page", (path, mark) -> {}).read(text);
    }

    static Stream<MatchResult> settings() {
        return SETTING.matcher(PAGE).results();
    }

    static Stream<MatchResult> choices() {
        return CHOICE.matcher(PAGE).results();
    }

    @Test
    void table_listsEverySetting() {
        Set<String> documented = new TreeSet<>(settings().map(m -> m.group(1)).toList());

        assertThat(documented).isEqualTo(new TreeSet<>(keys("", Configuration.class)));
    }

    /** Descends into records of settings, except optional records, which are one setting. */
    private static List<String> keys(String prefix, Class<?> type) {
        Set<String> optional =
                Set.of("network.image", "training.earlyStopping", "training.adversarial", "calibration.conformal");
        return Arrays.stream(type.getRecordComponents())
                .flatMap(component -> keys(prefix, component, optional))
                .toList();
    }

    private static Stream<String> keys(String prefix, RecordComponent component, Set<String> optional) {
        String key = prefix + component.getName();
        return component.getType().isRecord() && !optional.contains(key)
                ? keys(key + ".", component.getType()).stream()
                : Stream.of(key);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("settings")
    void table_default_equalsTheValueOfAnOmittedSetting(MatchResult row) {
        String stated = row.group(2).strip();
        JsonNode actual = JsonRecords.tree(ConfigurationReader.parse("the page", minimal(), List.of()))
                .at("/" + row.group(1).replace('.', '/'));

        if (stated.equals("required") || stated.startsWith("by the ")) {
            assertThat(actual.isMissingNode()).isFalse();
        } else if (stated.equals("null")) {
            assertThat(actual.isMissingNode()).isTrue();
        } else if (stated.startsWith("{name")) {
            assertThat(actual).isEqualTo(completed(row.group(1), yaml(stated)));
        } else if (!row.group(1).equals("data.options")) {
            assertThat(actual.toString()).isEqualTo(yaml(stated).toString());
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("choices")
    void table_defaultsOfAChoice_equalThoseOfItsRecord(MatchResult row) {
        ObjectNode named = JsonNodeFactory.instance.objectNode().put("name", row.group(2));
        ObjectNode actual = (ObjectNode) completed(row.group(1), named);
        actual.remove("name");

        assertThat(actual).isEqualTo(yaml(row.group(3)));
    }

    @Test
    void table_listsEveryChoice() {
        CHOICES.forEach((key, type) -> assertThat(
                        choices().filter(m -> m.group(1).equals(key)).count())
                .as(key)
                .isEqualTo(records(type)));
    }

    private static long records(Class<?> sealed) {
        return Arrays.stream(sealed.getPermittedSubclasses())
                .mapToLong(type -> type.isSealed() ? records(type) : 1)
                .sum();
    }

    private static JsonNode completed(String key, JsonNode choice) {
        return JsonRecords.tree(JsonRecords.bind(choice, CHOICES.get(key)));
    }
}
