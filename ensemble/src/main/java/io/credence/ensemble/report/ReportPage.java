package io.credence.ensemble.report;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import io.credence.ensemble.binding.JsonRecords;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * Renders a report as one self-contained HTML page, which opens without a network, even years later.
 *
 * <p>Text from the data cannot run as a script. The template escapes all text. The JSON of the charts contains no
 * character that could end its element. The page's content security policy allows only the two scripts whose hashes it
 * lists, and no URL.
 */
final class ReportPage {
    /** The path in the WebJar of Chart.js, whose version the build sets. */
    private static final String CHART_JS = "/META-INF/resources/webjars/chart.js/4.4.3/dist/chart.umd.js";

    private ReportPage() {}

    static String of(Report report) {
        PageModel model = new PageModel(report);
        OutOfDistributionSection outOfDistribution = model.outOfDistribution();
        List<Chart> charts = new ArrayList<>(model.charts());
        charts.addAll(model.histograms());
        if (outOfDistribution != null) {
            charts.addAll(outOfDistribution.charts());
        }
        charts.addAll(model.training().charts());
        String library = resource(CHART_JS)
                .replaceAll("(?m)^//# sourceMappingURL=.*$", "")
                .strip();
        String script = resource("page.js");
        Template template = Mustache.compiler()
                .defaultValue("")
                .emptyStringIsFalse(true)
                .withLoader(name -> new StringReader(resource(name + ".mustache")))
                .compile(resource("page.mustache"));
        Map<String, Object> parts = Map.of(
                "page",
                model,
                "style",
                resource("page.css"),
                "library",
                library,
                "script",
                script,
                "hashes",
                "'" + hash(library) + "' '" + hash(script) + "'",
                "charts",
                embedded(JsonRecords.tree(charts).toString()));
        return template.execute(parts);
    }

    /** Escapes JSON for a script element, so that no character can begin a tag or end a line of script. */
    static String embedded(String json) {
        return json.replace("<", "\\u003c")
                .replace(">", "\\u003e")
                .replace("&", "\\u0026")
                .replace("\u2028", "\\u2028")
                .replace("\u2029", "\\u2029");
    }

    private static String hash(String script) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8));
            return "sha256-" + Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static String resource(String name) {
        try (InputStream in = ReportPage.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the resource " + name + " is missing from the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
