package io.credence.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.credence.driver.config.Configuration;
import io.credence.driver.config.ConfigurationReader;
import io.credence.driver.config.Format;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/**
 * Links, paths, commands, configurations and types in the documents are valid. Nothing is trained, and no Spark
 * session starts.
 */
class DocumentsTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Path ARCHITECTURE = ROOT.resolve("docs/architecture.md");
    private static final Path GLOSSARY = ROOT.resolve("docs/glossary.md");
    private static final Path TUTORIAL = ROOT.resolve("docs/tutorial.md");
    private static final Set<String> EXCLUDED_DIRECTORIES = Set.of("target", "runs", "node_modules");

    private static final Pattern LINK = Pattern.compile("(?:]\\(|src=\")([^)\"\\s]+)");
    private static final Pattern PATH = Pattern.compile(
            "(?<![\\w/.:-])(?:bin|conf|docs|driver|ensemble|worker-kernels|benchmarks)/[\\w./-]*[\\w/-]");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.*)$");
    private static final Pattern COMMAND = Pattern.compile("(?m)^ *bin/credence (.*)$");
    private static final Pattern WORD = Pattern.compile("'([^']*)'|\\S+");
    private static final Pattern YAML = Pattern.compile("(?s)```yaml\n(.*?)```");
    private static final Pattern LAST_CELL = Pattern.compile("(?m)^\\|.*\\|([^|\n]+)\\|$");
    private static final Pattern FOLLOW_A_ROW = Pattern.compile("(?ms)^## Follow a row\n(.*?)^## ");
    private static final Pattern TYPE = Pattern.compile("`([A-Z]\\w*)`");
    private static final Pattern CSV = Pattern.compile("(?s)```csv\n(.*?)```");

    static List<Path> pages() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT)) {
            return files.filter(file -> file.toString().endsWith(".md"))
                    .filter(DocumentsTest::isDocument)
                    .sorted()
                    .toList();
        }
    }

    private static boolean isDocument(Path file) {
        for (Path name : ROOT.relativize(file)) {
            if (name.toString().startsWith(".") || EXCLUDED_DIRECTORIES.contains(name.toString())) {
                return false;
            }
        }
        return true;
    }

    @ParameterizedTest
    @MethodSource("pages")
    void relativeLinks_ofEveryPage_leadToAFileAndAHeading(Path page) throws IOException {
        for (MatchResult link : LINK.matcher(Files.readString(page)).results().toList()) {
            if (link.group(1).startsWith("https://")) {
                continue;
            }
            String[] target = link.group(1).split("#", 2);
            Path file = target[0].isEmpty() ? page : page.resolveSibling(target[0]);
            assertThat(file).as(link.group(1)).exists();
            if (target.length == 2) {
                assertThat(anchors(file)).as(link.group(1)).contains(target[1]);
            }
        }
    }

    /** Returns the anchors that GitHub gives to headings. */
    private static List<String> anchors(Path page) throws IOException {
        return HEADING.matcher(Files.readString(page))
                .results()
                .map(heading -> heading.group(1)
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\w -]", "")
                        .replace(' ', '-'))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void repositoryPaths_ofEveryPage_exist(Path page) throws IOException {
        Set<Path> missing = PATH.matcher(Files.readString(page))
                .results()
                .map(MatchResult::group)
                .filter(path -> !path.contains("/target/"))
                .map(ROOT::resolve)
                .filter(path -> !Files.exists(path))
                .collect(Collectors.toSet());

        assertThat(missing).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void configurations_ofEveryPage_areValid(Path page) throws IOException {
        for (String yaml : blocks(YAML, page)) {
            assertThatCode(() -> ConfigurationReader.parse(page.toString(), yaml, List.of()))
                    .doesNotThrowAnyException();
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void commands_ofEveryPage_areValid(Path page) throws IOException {
        String text = Files.readString(page).replace("\\\n", " ");
        for (MatchResult command : COMMAND.matcher(text).results().toList()) {
            List<String> words = words(command.group(1));
            assertThatCode(() -> parse(words, page)).as(command.group()).doesNotThrowAnyException();
        }
    }

    /** Parses a command line and, for training, the configuration with its overrides. */
    private static void parse(List<String> words, Path page) throws IOException {
        CommandLine commandLine = Cli.of(null);
        CommandLine.ParseResult parsed =
                commandLine.parseArgs(words.toArray(String[]::new)).subcommand();
        if (parsed != null && parsed.commandSpec().name().equals("train")) {
            String file = parsed.matchedPositionalValue(0, "");
            String yaml = file.startsWith("conf/")
                    ? Files.readString(ROOT.resolve(file))
                    : String.join("\n", blocks(YAML, page).stream().limit(1).toList());
            if (!yaml.isEmpty()) {
                ConfigurationReader.parse(file, yaml, parsed.matchedOptionValue("--set", List.of()));
            }
        }
    }

    /** Returns the words after the options for spark-submit. */
    private static List<String> words(String command) {
        List<String> words = new ArrayList<>(WORD.matcher(command.split("  +#")[0])
                .results()
                .map(word -> word.group().replace("'", ""))
                .toList());
        while (words.get(0).startsWith("--") && !words.get(0).equals("--help")) {
            words.subList(0, words.get(0).contains("=") ? 1 : 2).clear();
        }
        return words;
    }

    @Test
    void tutorial_newRows_haveTheFeaturesOfItsTrainingRows() throws IOException {
        Configuration configuration =
                ConfigurationReader.parse("cars.yaml", blocks(YAML, TUTORIAL).get(0), List.of());
        String header =
                Files.readAllLines(ROOT.resolve(configuration.data().input())).get(0);
        String newRows = blocks(CSV, TUTORIAL).get(0);

        assertThat(configuration.data().fileFormat()).isEqualTo(Format.CSV);
        assertThat(header)
                .isEqualTo(configuration.data().label() + ","
                        + newRows.lines().findFirst().orElseThrow());
    }

    @Test
    void tutorial_everyOutputDirectory_isThatOfAnEarlierCommand() throws IOException {
        String text = Files.readString(TUTORIAL);

        assertThat(Pattern.compile("--model (\\S+)/model").matcher(text).results())
                .isNotEmpty()
                .allSatisfy(model -> assertThat(text.substring(0, model.start()))
                        .containsPattern("--output " + Pattern.quote(model.group(1)) + "\\s"));
    }

    @Test
    void typesOfTheGlossary_exist() throws IOException {
        String types = String.join("", blocks(LAST_CELL, GLOSSARY));

        assertThat(typesIn(types)).contains("Member").isSubsetOf(typesOfTheSourceTree());
    }

    @Test
    void typesOnTheWayOfARow_exist() throws IOException {
        String section = String.join("", blocks(FOLLOW_A_ROW, ARCHITECTURE));

        assertThat(typesIn(section)).contains("Plan").isSubsetOf(typesOfTheSourceTree());
    }

    private static Set<String> typesIn(String text) {
        return TYPE.matcher(text).results().map(type -> type.group(1)).collect(Collectors.toSet());
    }

    private static Set<String> typesOfTheSourceTree() throws IOException {
        Set<String> types = new HashSet<>();
        for (String module : List.of("worker-kernels", "ensemble", "driver")) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/main/java"))) {
                files.map(file -> file.getFileName().toString())
                        .filter(name -> name.endsWith(".java"))
                        .forEach(name -> types.add(name.replace(".java", "")));
            }
        }
        return types;
    }

    private static List<String> blocks(Pattern kind, Path page) throws IOException {
        return kind.matcher(Files.readString(page))
                .results()
                .map(block -> block.group(1))
                .toList();
    }
}
