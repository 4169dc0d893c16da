package io.credence.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The Java sources of the repository, checked against those rules of CONTRIBUTING.md that need no compilation.
 * {@code bin/structure} runs {@link #main}; {@link SourceTreeTest} asserts the rules. It depends on the JDK alone, so
 * that {@code java SourceTree.java} runs it without a build.
 */
final class SourceTree {
    static final int MAX_FILES = 20;
    static final int MAX_COLUMNS = 120;

    /** The modules, each with those that it may import from. */
    private static final Map<String, Set<String>> ALLOWED_IMPORTS = Map.of(
            "worker-kernels", Set.of("worker-kernels"),
            "ensemble", Set.of("ensemble", "worker-kernels"),
            "driver", Set.of("driver", "ensemble", "worker-kernels"),
            "benchmarks", Set.of("benchmarks", "driver", "ensemble", "worker-kernels"));

    /** Packages of more than {@value #MAX_FILES} main files, each with the reason. */
    private static final Map<String, String> LARGE_PACKAGES = Map.of();

    private static final Pattern PACKAGE = Pattern.compile("^package ([\\w.]+);");
    private static final Pattern IMPORT = Pattern.compile("^import (?:static )?(io\\.credence\\.[a-z.]+)\\.[A-Z].*;");
    private static final Pattern NESTED_TYPE =
            Pattern.compile("^ {4,}(?:(?:public|private|protected|static|final|sealed|non-sealed|abstract) )*"
                    + "(?:class|interface|record|enum) ([A-Z]\\w*)");

    /**
     * A source file.
     *
     * @param path the path relative to the root of the repository
     * @param imports the packages of this project that it imports from
     */
    private record Source(
            Path path, String module, boolean test, String packageName, Set<String> imports, List<String> lines) {
        static Source read(Path root, Path file) {
            List<String> lines = readLines(file);
            Path path = root.relativize(file);
            Set<String> imports = new LinkedHashSet<>();
            String packageName = "";
            for (String line : lines) {
                Matcher declared = PACKAGE.matcher(line);
                Matcher imported = IMPORT.matcher(line);
                if (declared.find()) {
                    packageName = declared.group(1);
                } else if (imported.find()) {
                    imports.add(imported.group(1));
                }
            }
            boolean test = path.getName(2).toString().equals("test");
            return new Source(path, path.getName(0).toString(), test, packageName, imports, lines);
        }

        private static List<String> readLines(Path file) {
            try {
                return Files.readAllLines(file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        String simpleName() {
            return path.getFileName().toString().replace(".java", "");
        }

        boolean describesPackage() {
            return simpleName().equals("package-info");
        }
    }

    private final List<Source> sources;

    private SourceTree(List<Source> sources) {
        this.sources = sources;
    }

    /**
     * Reads all sources.
     *
     * @param root the repository's root directory
     */
    static SourceTree read(Path root) throws IOException {
        List<Source> sources = new ArrayList<>();
        for (String module : new TreeSet<>(ALLOWED_IMPORTS.keySet())) {
            try (Stream<Path> files = Files.walk(root.resolve(module).resolve("src"))) {
                files.filter(file -> file.toString().endsWith(".java"))
                        .sorted()
                        .forEach(file -> sources.add(Source.read(root, file)));
            }
        }
        return new SourceTree(sources);
    }

    /** Returns the number of main files by package. */
    Map<String, Long> filesByPackage() {
        return sources.stream()
                .filter(source -> !source.test())
                .collect(Collectors.groupingBy(Source::packageName, TreeMap::new, Collectors.counting()));
    }

    /** Returns the packages with too many main files. */
    List<String> packagesTooLarge() {
        return filesByPackage().entrySet().stream()
                .filter(each -> each.getValue() > MAX_FILES && !LARGE_PACKAGES.containsKey(each.getKey()))
                .map(each -> each.getKey() + " has " + each.getValue() + " files; it must have at most " + MAX_FILES)
                .toList();
    }

    /**
     * Returns the packages of main sources that no {@code package-info.java} describes. Programs of the build are in no
     * package.
     */
    List<String> packagesWithoutDescription() {
        Set<String> described = sources.stream()
                .filter(Source::describesPackage)
                .map(Source::packageName)
                .collect(Collectors.toSet());
        return filesByPackage().keySet().stream()
                .filter(each -> !each.isEmpty() && !described.contains(each))
                .map(each -> each + " has no package-info.java")
                .toList();
    }

    /** Returns the simple names shared by several types, at least one of which is top-level. */
    List<String> sharedNames() {
        Map<String, Set<String>> places = new TreeMap<>();
        Set<String> topLevel = new TreeSet<>();
        for (Source source : sources) {
            if (!source.describesPackage()) {
                topLevel.add(source.simpleName());
                places.computeIfAbsent(source.simpleName(), name -> new TreeSet<>())
                        .add(source.path().toString());
                nestedTypes(source).forEach(name -> places.computeIfAbsent(name, key -> new TreeSet<>())
                        .add(source.path() + " (nested)"));
            }
        }
        return places.entrySet().stream()
                .filter(each ->
                        topLevel.contains(each.getKey()) && each.getValue().size() > 1)
                .map(each -> each.getKey() + " is declared in " + String.join(" and ", each.getValue()))
                .toList();
    }

    private static Stream<String> nestedTypes(Source source) {
        return source.lines().stream()
                .map(NESTED_TYPE::matcher)
                .filter(Matcher::find)
                .map(found -> found.group(1));
    }

    /** Returns the imports that point from a module to one that it may not depend on. */
    List<String> forbiddenImports() {
        Map<String, String> moduleOf = sources.stream()
                .filter(source -> !source.test())
                .collect(Collectors.toMap(Source::packageName, Source::module, (first, second) -> first));
        return sources.stream()
                .flatMap(source -> source.imports().stream()
                        .filter(imported -> moduleOf.containsKey(imported)
                                && !ALLOWED_IMPORTS.get(source.module()).contains(moduleOf.get(imported)))
                        .map(imported -> source.path() + " imports " + imported))
                .toList();
    }

    /** Returns the packages that import each other, directly or through others, in main sources. */
    List<String> packageCycles() {
        Map<String, Set<String>> direct = new TreeMap<>();
        for (Source source : sources) {
            if (!source.test()) {
                Set<String> imports = direct.computeIfAbsent(source.packageName(), name -> new TreeSet<>());
                imports.addAll(source.imports());
                imports.remove(source.packageName());
            }
        }
        return direct.keySet().stream()
                .filter(start -> reachable(direct, direct.get(start)).contains(start))
                .map(start -> start + " imports itself through "
                        + direct.get(start).stream()
                                .filter(next -> reachable(direct, Set.of(next)).contains(start))
                                .toList())
                .toList();
    }

    private static Set<String> reachable(Map<String, Set<String>> direct, Collection<String> starts) {
        Set<String> seen = new TreeSet<>();
        List<String> open = new ArrayList<>(starts);
        while (!open.isEmpty()) {
            String next = open.remove(open.size() - 1);
            if (seen.add(next)) {
                open.addAll(direct.getOrDefault(next, Set.of()));
            }
        }
        return seen;
    }

    /** Returns the lines of more than {@value #MAX_COLUMNS} columns. */
    List<String> longLines() {
        List<String> found = new ArrayList<>();
        for (Source source : sources) {
            for (int i = 0; i < source.lines().size(); i++) {
                String line = source.lines().get(i);
                if (line.length() > MAX_COLUMNS) {
                    found.add(source.path() + ":" + (i + 1) + " has " + line.length()
                            + " columns; it must have at most " + MAX_COLUMNS);
                }
            }
        }
        return found;
    }

    /** Returns all violations of the rules, one sentence each. */
    List<String> problems() {
        return Stream.of(
                        packagesTooLarge(),
                        packagesWithoutDescription(),
                        sharedNames(),
                        forbiddenImports(),
                        packageCycles(),
                        longLines())
                .flatMap(List::stream)
                .toList();
    }

    /**
     * Prints the number of files and lines of each package, then the problems; the exit code is 1 if there are any.
     */
    public static void main(String[] arguments) throws IOException {
        SourceTree tree = read(Path.of(arguments.length == 0 ? "." : arguments[0]));
        Map<String, Long> lines = tree.sources.stream()
                .filter(source -> !source.test())
                .collect(Collectors.groupingBy(Source::packageName, Collectors.summingLong(source -> source.lines()
                        .size())));
        tree.filesByPackage()
                .forEach((name, files) -> System.out.printf("%3d files %6d lines  %s%n", files, lines.get(name), name));
        List<String> problems = tree.problems();
        problems.forEach(System.out::println);
        System.out.println(problems.isEmpty() ? "no problems" : problems.size() + " problems");
        System.exit(problems.isEmpty() ? 0 : 1);
    }
}
