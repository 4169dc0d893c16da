package io.credence.ensemble.binding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import io.credence.ensemble.calibration.Calibration;
import io.credence.ensemble.encoding.Encoding;
import io.credence.ensemble.encoding.FeatureColumn;
import io.credence.ensemble.encoding.LabelColumn;
import io.credence.ensemble.posterior.EnsembleSpec;
import io.credence.ensemble.specification.NetworkSpec;
import io.credence.ensemble.specification.Task;
import io.credence.ensemble.specification.TrainingSpec;
import io.credence.kernels.InvalidSettingException;
import io.credence.kernels.KebabCase;
import io.credence.kernels.embedding.NumericEmbedding;
import io.credence.kernels.loss.Loss;
import io.credence.kernels.optimizer.Optimizer;
import io.credence.kernels.schedule.Schedule;
import io.credence.kernels.simd.elementwise.Activation;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonRecordsTest {
    enum Colour {
        DARK_RED,
        BLUE
    }

    sealed interface Rule {
        record AdamW(Double learningRate) implements Rule {
            public AdamW {
                learningRate = Objects.requireNonNullElse(learningRate, 0.001);
                if (learningRate <= 0) {
                    throw new InvalidSettingException("learningRate", learningRate, "above 0");
                }
            }
        }

        record GaussianNll(float beta, boolean isFull) implements Rule {
            /** Not a component, so not a property. */
            public boolean isDense() {
                return true;
            }

            public int getSize() {
                return 3;
            }
        }

        sealed interface Clipped extends Rule {}

        record Mse() implements Clipped {}
    }

    record Settings(int epochs, Long rows, List<Integer> hidden, Colour colour, Rule rule, Map<String, Double> more) {
        public Settings {
            hidden = List.copyOf(hidden);
        }

        static Settings of(Rule rule) {
            return new Settings(3, 4L, List.of(50, 20), Colour.DARK_RED, rule, Map.of());
        }
    }

    record Outer(Settings settings, List<Rule> rules) {}

    record Values(double one, Double two, double[] many) {}

    private static JsonNode json(String text) {
        return JsonRecords.parse(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    private static <T> void roundTrip(T value, Class<T> type) {
        assertThat(JsonRecords.bind(JsonRecords.tree(value), type)).isEqualTo(value);
        assertThat(JsonRecords.bind(JsonRecords.parse(JsonRecords.print(value).getBytes(StandardCharsets.UTF_8)), type))
                .isEqualTo(value);
    }

    @Test
    void record_afterRoundTrip_isEqual() {
        roundTrip(Settings.of(new Rule.AdamW(0.25)), Settings.class);
        roundTrip(
                new Outer(Settings.of(new Rule.Mse()), List.of(new Rule.GaussianNll(0.5f, true), new Rule.Mse())),
                Outer.class);
        roundTrip(new Calibration.Temperature(1.5), Calibration.Temperature.class);
    }

    @Test
    void printedRecord_hasExactlyItsComponentsInOrder() {
        assertThat(JsonRecords.tree(new Outer(Settings.of(null), List.of(new Rule.GaussianNll(0.5f, true))))
                        .toString())
                .isEqualTo("""
                        {"settings":{"epochs":3,"rows":4,"hidden":[50,20],"colour":"dark-red","more":{}},\
                        "rules":[{"name":"gaussian-nll","beta":0.5,"isFull":true}]}""");
    }

    @Test
    void sealedChoice_withAComponentCalledName_isSelectedByType() {
        JsonNode tree = JsonRecords.tree(new Encoding(
                List.of(new FeatureColumn.Categorical("origin", List.of("usa", "japan"), false)),
                new LabelColumn.Target("mpg", 23.5, 7.8)));
        assertThat(tree.toString()).isEqualTo("""
                {"features":[{"type":"categorical","name":"origin","categories":["usa","japan"],\
                "missingCategory":false,"unknownPlace":false}],\
                "label":{"type":"target","name":"mpg","mean":23.5,"scale":7.8},"types":[]}""");
        assertThat(JsonRecords.bind(tree, Encoding.class).label()).isEqualTo(new LabelColumn.Target("mpg", 23.5, 7.8));
    }

    @Test
    void sealedChoice_writtenAlone_containsItsName() {
        assertThat(JsonRecords.tree(new Rule.AdamW(0.5)).toString())
                .isEqualTo("{\"name\":\"adamw\",\"learningRate\":0.5}");
        assertThat(JsonRecords.bind(json("{'name':'mse'}"), Rule.class)).isEqualTo(new Rule.Mse());
    }

    @Test
    void enumConstant_becomesKebabCase() {
        assertThat(JsonRecords.tree(Activation.LEAKY_RELU).asText()).isEqualTo("leaky-relu");
        assertThat(JsonRecords.bind(json("'leaky-relu'"), Activation.class)).isEqualTo(Activation.LEAKY_RELU);
        assertThat(JsonRecords.bind(json("'regression'"), Task.class)).isEqualTo(Task.REGRESSION);
    }

    @ParameterizedTest
    @CsvSource({"AdamW,adamw", "GaussianNll,gaussian-nll", "Mse,mse", "Clipped,clipped"})
    void className_becomesKebabCase(String simpleName, String expected) throws ClassNotFoundException {
        assertThat(KebabCase.ofClass(Class.forName(Rule.class.getName() + "$" + simpleName)))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(classes = {Loss.class, NumericEmbedding.class, Optimizer.class, Schedule.class})
    void kernelChoices_haveTheSameNameInDocuments(Class<?> choice) throws ReflectiveOperationException {
        for (String name : SealedChoice.of(choice).records().keySet()) {
            Object chosen = JsonRecords.bind(json("{'name':'" + name + "'}"), choice);
            assertThat(choice.getMethod("name").invoke(chosen)).isEqualTo(name);
            assertThat(JsonRecords.tree(chosen).get("name").asText()).isEqualTo(name);
        }
    }

    @Test
    void specifications_afterRoundTrip_areEqual() {
        roundTrip(
                new NetworkSpec(List.of(50), null, null, null, null, null, null, null, null, null), NetworkSpec.class);
        NumericEmbedding periodic = new NumericEmbedding.Periodic(3, null, null);
        roundTrip(new NetworkSpec(null, null, null, null, null, null, null, null, null, periodic), NetworkSpec.class);
        roundTrip(
                new TrainingSpec(null, null, null, null, null, null, null, null, null, null, null, null, null),
                TrainingSpec.class);
        roundTrip(new EnsembleSpec(null, null, null, null, null), EnsembleSpec.class);
    }

    @Test
    void omittedComponent_getsTheConstructorsDefault() {
        assertThat(JsonRecords.bind(json("{'name':'adamw'}"), Rule.class)).isEqualTo(new Rule.AdamW(0.001));
    }

    @Test
    void nonFiniteNumbers_areWrittenAsNull() {
        Values values =
                new Values(Double.NaN, Double.POSITIVE_INFINITY, new double[] {1, Double.NEGATIVE_INFINITY, 0.1});
        assertThat(JsonRecords.tree(values).toString())
                .isEqualTo("{\"one\":null,\"two\":null,\"many\":[1.0,null,0.1]}");
        assertThat(JsonRecords.tree(Map.of("rmse", Float.NaN)).toString()).isEqualTo("{\"rmse\":null}");
    }

    @Test
    void scientificNotationInAString_isReadAsANumber() {
        assertThat(JsonRecords.bind(json("{'name':'adamw','learningRate':'1e-3'}"), Rule.class))
                .isEqualTo(new Rule.AdamW(0.001));
    }

    @Test
    void longListOfNumbers_isReadCompletely() {
        double[] many = new double[1000];
        Arrays.setAll(many, i -> i / 7.0);
        assertThat(JsonRecords.bind(JsonRecords.tree(new Values(1, null, many)), Values.class)
                        .many())
                .containsExactly(many);
    }

    @Test
    void map_isWrittenInKeyOrder() {
        assertThat(JsonRecords.print(Map.of("b", 1, "a", 2, "c", 3)))
                .isEqualTo("{\n  \"a\": 2,\n  \"b\": 1,\n  \"c\": 3\n}\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'settings':{'epoch':3}} | settings.epoch | is unknown; known here are epochs, rows, hidden",
                "{'settings':{'hidden':[1]}} | settings.epochs | is missing; it must be an integer",
                "{'settings':{'epochs':null,'hidden':[]}} | settings.epochs | is null; it must be an integer",
                "{'settings':{'epochs':1.5,'hidden':[]}} | settings.epochs | is 1.5; it must be an integer",
                "{'settings':{'epochs':3000000000}} | settings.epochs | is 3000000000; it must be an integer",
                "{'settings':{'epochs':'4'}} | settings.epochs | is \"4\"; it must be an integer",
                "{'settings':{'epochs':4,'hidden':50}} | settings.hidden | is 50; it must be a list",
                "{'settings':{'epochs':4,'hidden':[50,'x']}} | settings.hidden[1] | is \"x\"; it must be an integer",
                "{'settings':{'epochs':4}} | settings | is incomplete; it needs rows, hidden",
                "{'settings':{'epochs':4,'hidden':[1,null]}} | settings | is incomplete; it needs",
                "{'settings':{'colour':'red'}} | settings.colour | is \"red\"; it must be one of dark-red, blue",
                "{'settings':{'colour':1}} | settings.colour | is 1; it must be one of dark-red, blue",
                "{'settings':[]} | settings | is []; it must be an object with epochs, rows",
                "{'rules':[{'name':'adamw','learningRate':0.0}]} | rules[0].learningRate | is 0.0; it must be above 0",
                "{'rules':[{'name':'adamw','learningRate':1e999}]} | rules[0].learningRate | it must be a finite"
                        + " number",
                "{'rules':[{'name':'adamw','learningRate':'NaN'}]} | rules[0].learningRate | is \"NaN\"; it must be a"
                        + " finite",
                "{'rules':[{'name':'gaussian-nll','beta':1e39,'isFull':true}]} | rules[0].beta | it must be a finite",
                "{'rules':[{'name':'gaussian-nll','beta':null,'isFull':true}]} | rules[0].beta | is null; it must be"
                        + " a finite number",
                "{'rules':[{'name':'gaussian-nll','beta':1,'isFull':1}]} | rules[0].isFull | is 1; it must be true or"
                        + " false",
                "{'rules':[{'name':'adam'}]} | rules[0].name | is \"adam\"; it must be one of adamw, gaussian-nll,"
                        + " mse",
                "{'rules':[{'learningRate':1}]} | rules[0].name | is missing; it must be one of adamw, gaussian-nll,"
                        + " mse",
                "{'rules':[{'name':'java.lang.Object'}]} | rules[0].name | is \"java.lang.Object\"; it must be one of",
                "{'rules':['mse']} | rules[0] | is \"mse\"; it must be an object with name, one of adamw",
                "{'rules':[{'name':'mse','x':1}]} | rules[0].x | is unknown",
            })
    void invalidDocument_isRejectedWithPathAndAllowedValues(String text, String path, String problem) {
        assertThatExceptionOfType(InvalidDocumentException.class)
                .isThrownBy(() -> JsonRecords.bind(json(text), Outer.class))
                .satisfies(e -> assertThat(e.path()).isEqualTo(path))
                .satisfies(e -> assertThat(e.problem()).contains(problem));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{} {}", "{'a':1,'a':2}", "[1,]", "{'a':01}", "\0", "nul", "NaN"})
    void invalidJson_isRejected(String text) {
        assertThatExceptionOfType(InvalidDocumentException.class)
                .isThrownBy(() -> json(text))
                .satisfies(e -> assertThat(e.path()).isEmpty());
    }

    @Test
    void deepNesting_isRejectedWithoutStackOverflow() {
        assertThatExceptionOfType(InvalidDocumentException.class).isThrownBy(() -> json("[".repeat(100_000)));
    }

    @Test
    void sealedInterfaceWithAClass_isAProgrammingError() {
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> SealedChoice.of(Open.class))
                .withMessageContaining("neither a record nor a sealed interface");
        assertThat(new ArrayList<>(SealedChoice.of(Rule.class).records().values()))
                .containsExactly(Rule.AdamW.class, Rule.GaussianNll.class, Rule.Mse.class);
    }

    sealed interface Open {
        @SuppressWarnings("unused")
        final class Some implements Open {}
    }
}
