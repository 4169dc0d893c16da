package io.credence.kernels.simd.product;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes the innermost loops of a matrix product as Java source: the class {@code BlockLoops}, from one description
 * of a block. The build runs this program before it compiles the module.
 *
 * <p>A block of C, r rows by v vectors, stays in registers while k runs. Each step of k loads v vectors of B and
 * broadcasts one element of A for each row: {@code sum(row, vector) += a(row) * b(vector)}. HotSpot may schedule all
 * loads of a step before its first multiplication. So a block needs up to r v sums, v vectors of B and r elements of A
 * at once, and it stays in registers in whatever order HotSpot chooses only if
 *
 * <pre>r v + v + r &lt;= registers</pre>
 *
 * <p>The generated method for r rows by v vectors is called {@code rows<r>Vectors<v>}. {@code Blocks} decides which of
 * them a machine uses.
 *
 * <p>The loops are generated because sums must be local variables (an array of vectors is an array of objects), and
 * because a block of ten rows differs from one of nine only in the number of equal lines.
 */
final class RegisterBlockGenerator {
    /** The rows of the tallest block of each width, by the number of vectors. */
    private static final Map<Integer, Integer> TALLEST = new TreeMap<>(Map.of(2, 8, 3, 3, 4, 5));

    private final PrintWriter out;

    private RegisterBlockGenerator(PrintWriter out) {
        this.out = out;
    }

    /** Writes the class into the directory of its package below the given root of a source tree, unless it is there. */
    public static void main(String[] arguments) throws IOException {
        StringWriter source = new StringWriter();
        new RegisterBlockGenerator(new PrintWriter(source)).write();
        Path directory = Path.of(arguments[0], "io", "credence", "kernels", "simd", "product");
        Path file = directory.resolve("BlockLoops.java");
        // A file that is newer than its class makes the build compile all modules again.
        if (!Files.exists(file) || !Files.readString(file).equals(source.toString())) {
            Files.createDirectories(directory);
            Files.writeString(file, source.toString());
        }
    }

    private void write() {
        line(0, "package io.credence.kernels.simd.product;");
        line(0, "");
        line(0, "import static io.credence.kernels.simd.Lanes.COUNT;");
        line(0, "import static io.credence.kernels.simd.Lanes.FLOATS;");
        line(0, "import static jdk.incubator.vector.FloatVector.broadcast;");
        line(0, "import static jdk.incubator.vector.FloatVector.fromArray;");
        line(0, "");
        line(0, "import jdk.incubator.vector.FloatVector;");
        line(0, "");
        line(0, "/** The register blocks of {@link Blocks}, which explains their parameters. */");
        line(0, "final class BlockLoops {");
        line(1, "private BlockLoops() {}");
        TALLEST.forEach((vectors, tallest) -> {
            for (int rows = 1; rows <= tallest; rows++) {
                block(rows, vectors);
            }
        });
        line(0, "}");
    }

    private void block(int rows, int vectors) {
        line(0, "");
        line(1, "static void rows" + rows + "Vectors" + vectors + "(");
        line(3, "int depth, float[] a, int ai, int rowStep, int depthStep, float[] b, int bi, int bStep,");
        line(3, "float[] c, int ci, int cStep, boolean accumulate) {");
        line(2, "float[] s = accumulate ? c : Blocks.ZEROS;");
        line(2, "int si = accumulate ? ci : 0;");
        line(2, "int sStep = accumulate ? cStep : 0;");
        for (int r = 0; r < rows; r++) {
            for (int v = 0; v < vectors; v++) {
                line(2, "FloatVector " + sum(r, v) + " = fromArray(FLOATS, s, " + element("si", "sStep", r, v) + ");");
            }
        }
        for (int r = 2; r < rows; r++) {
            line(2, "int after" + r + " = " + r + " * rowStep;");
        }
        line(2, "int al = ai;");
        line(2, "for (int bl = bi, end = bi + depth * bStep; bl != end; bl += bStep) {");
        for (int v = 0; v < vectors; v++) {
            line(3, "FloatVector b" + v + " = fromArray(FLOATS, b, " + element("bl", "", 0, v) + ");");
        }
        for (int r = 0; r < rows; r++) {
            String after = r == 0 ? "" : r == 1 ? " + rowStep" : " + after" + r;
            line(3, "FloatVector a" + r + " = broadcast(FLOATS, a[al" + after + "]);");
            for (int v = 0; v < vectors; v++) {
                line(3, sum(r, v) + " = a" + r + ".fma(b" + v + ", " + sum(r, v) + ");");
            }
        }
        line(3, "al += depthStep;");
        line(2, "}");
        for (int r = 0; r < rows; r++) {
            for (int v = 0; v < vectors; v++) {
                line(2, sum(r, v) + ".intoArray(c, " + element("ci", "cStep", r, v) + ");");
            }
        }
        line(1, "}");
    }

    private static String sum(int row, int vector) {
        return "s" + row + "_" + vector;
    }

    /** Returns the index of the first element of a vector in a row, without the terms that are zero. */
    private static String element(String start, String step, int row, int vector) {
        String down = row == 0 ? "" : row == 1 ? " + " + step : " + " + row + " * " + step;
        String along = vector == 0 ? "" : vector == 1 ? " + COUNT" : " + " + vector + " * COUNT";
        return start + down + along;
    }

    private void line(int indentation, String text) {
        out.println("    ".repeat(text.isEmpty() ? 0 : indentation) + text);
    }
}
