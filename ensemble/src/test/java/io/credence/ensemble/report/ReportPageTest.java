package io.credence.ensemble.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.credence.ensemble.binding.JsonRecords;
import io.credence.ensemble.calibration.Calibration;
import io.credence.ensemble.posterior.Posterior;
import io.credence.ensemble.specification.Task;
import io.credence.kernels.loss.Loss;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class ReportPageTest {
    private static final Pattern SCRIPT = Pattern.compile("(?s)<script([^>]*)>(.*?)</script>");

    /** Parses the page without its scripts; fails if a tag is not closed. */
    private static Document parse(String html) throws Exception {
        String xml = SCRIPT.matcher(html)
                .replaceAll("")
                .replace("<!DOCTYPE html>", "")
                .replaceAll("<meta ([^>]*)>", "<meta $1/>")
                .replaceAll("(?s)<style>.*</style>", "");
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(xml)));
    }

    private static List<String> texts(Document page, String tag) {
        List<String> texts = new ArrayList<>();
        NodeList nodes = page.getElementsByTagName(tag);
        for (int i = 0; i < nodes.getLength(); i++) {
            texts.add(nodes.item(i).getTextContent().replace('\u00a0', ' '));
        }
        return texts;
    }

    private static JsonNode charts(String html) {
        Matcher scripts = SCRIPT.matcher(html);
        assertThat(scripts.find()).isTrue();
        assertThat(scripts.group(1)).contains("application/json");
        return JsonRecords.parse(scripts.group(2).getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void metrics_haveOneColumnForEachEvaluatedSplit() throws Exception {
        assertThat(texts(parse(ExampleReports.classification().html()), "th"))
                .containsSubsequence("Metric", "Test", "Test, uncalibrated", "Validation");

        assertThat(texts(parse(ExampleReports.ofTestRowsAlone(344).html()), "th"))
                .containsSubsequence("Metric", "Test")
                .doesNotContain("Test, uncalibrated", "Validation");
    }

    @Test
    void fewTestRows_causeAWarning_ifTheyWereEvaluated() {
        String warning = "There are only 45 test rows";
        assertThat(ExampleReports.embedding(45).html()).doesNotContain(warning);
        assertThat(ExampleReports.ofTestRowsAlone(45).html()).contains(warning);
    }

    @Test
    void regressionPage_hasItsSectionsAndSentences() throws Exception {
        Document page = parse(ExampleReports.regression().html());
        assertThat(texts(page, "h1")).containsExactly("auto-mpg");
        assertThat(texts(page, "h2"))
                .containsExactly(
                        "Warnings",
                        "Where the uncertainty comes from",
                        "Can you trust the predictions?",
                        "Rows to review",
                        "Out-of-distribution rows",
                        "Training",
                        "All metrics",
                        "Run details");
        assertThat(texts(page, "p"))
                .contains("2.85", "94.9 %", "87.2 % before calibration", "11.2", "2.59", "2.74 before calibration")
                .contains("Consistent with the 95 % target. With 39 rows, the 95 % confidence interval of this fraction"
                        + " is 85.9 % to 98.4 %.")
                .contains("Calibrated: the predicted variance is multiplied by 1.62, fitted on the validation rows.")
                .anyMatch(text ->
                        text.startsWith("The typical spread of a prediction is ± 2.9 (one standard deviation). Of its"
                                + " variance, 77.5 % is"))
                .anyMatch(text -> text.contains("set aside, the RMSE on the rest is 2.29 instead of 2.85"));
        assertThat(texts(page, "td")).contains("0.986 (0.975 to 0.997)", "0.979");
        assertThat(texts(page, "p"))
                .anyMatch(text -> text.endsWith("The AUROC of the epistemic uncertainty is 0.326 above that of the best"
                        + " single-component score, 0.66."))
                .anyMatch(text -> text.startsWith("Guaranteed: at least 90 % of rows like the validation rows"));
        assertThat(texts(page, "li")).anyMatch(text -> text.contains("units of hidden.0 in member 3 are dead"));
    }

    @Test
    void classificationPage_hasItsSectionsAndSentences() throws Exception {
        Document page = parse(ExampleReports.classification().html());
        assertThat(texts(page, "h2"))
                .contains("Results by class")
                .doesNotContain("Warnings", "Rows to review", "Out-of-distribution rows");
        assertThat(texts(page, "p"))
                .contains("91.6 %", "2.1 %", "6.7 % before calibration", "84 %")
                .contains("Send the least certain 16 % of rows to a person, and the error rate on the rest falls from"
                        + " 8.4 % to 4.2 %.")
                .anyMatch(text -> text.endsWith("All numbers are for 344 test rows."));
        assertThat(texts(page, "th")).contains("as Chinstrap");
    }

    @Test
    void everyChart_isAlsoATable() throws Exception {
        for (Report report : List.of(ExampleReports.regression(), ExampleReports.classification())) {
            String html = report.html();
            NodeList figures = parse(html).getElementsByTagName("figure");
            JsonNode charts = charts(html);
            List<String> ids = new ArrayList<>();
            for (int i = 0; i < figures.getLength(); i++) {
                Element figure = (Element) figures.item(i);
                Element canvas = (Element) figure.getElementsByTagName("canvas").item(0);
                assertThat(canvas.getAttribute("aria-label")).isNotBlank();
                assertThat(figure.getElementsByTagName("tr").getLength()).isBetween(3, 55);
                ids.add(canvas.getAttribute("id"));
            }
            assertThat(ids).hasSizeGreaterThan(5).doesNotHaveDuplicates();
            assertThat(charts).extracting(chart -> chart.get("id").asText()).containsExactlyInAnyOrderElementsOf(ids);
        }
    }

    @Test
    void hostileText_isShownAsTextOnly() throws Exception {
        String html = ExampleReports.hostile().html();
        Document page = parse(html);
        assertThat(texts(page, "h1")).containsExactly(ExampleReports.HOSTILE);
        assertThat(texts(page, "td").stream().filter(ExampleReports.HOSTILE::equals))
                .hasSizeGreaterThan(5);
        assertThat(page.getElementsByTagName("img").getLength()).isZero();
        assertThat(SCRIPT.matcher(html).results()).hasSize(3);
        assertThat(html).doesNotContain("alert('x')").doesNotContain("<img");
    }

    @Test
    void contentSecurityPolicy_listsTheHashesOfAllScripts() throws Exception {
        String html = ExampleReports.classification().html();
        Matcher scripts = SCRIPT.matcher(html);
        scripts.find();
        List<String> hashes = new ArrayList<>();
        while (scripts.find()) {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(scripts.group(2).getBytes(StandardCharsets.UTF_8));
            hashes.add("'sha256-" + Base64.getEncoder().encodeToString(digest) + "'");
        }
        assertThat(hashes).hasSize(2);
        assertThat(html).contains("default-src 'none'").contains("script-src " + String.join(" ", hashes) + ";");
    }

    @Test
    void page_hasNoExternalReference() {
        String withoutScripts =
                SCRIPT.matcher(ExampleReports.regression().html()).replaceAll("");
        assertThat(withoutScripts)
                .doesNotContain("http:")
                .doesNotContain("https:")
                .doesNotContain(" src=")
                .doesNotContain("href=")
                .doesNotContain("url(");
    }

    @Test
    void embeddingWithoutRows_hasOnlyRunDetails() throws Exception {
        Report.Run run = new Report.Run("empty", "2026", new TreeMap<>(), new TreeMap<>(), null);
        Report report = new Report(
                new Report.Model(
                        Task.EMBEDDING,
                        new Loss.Triplet(null, null),
                        new Posterior.DeepEnsemble(1),
                        10,
                        new Calibration.None(),
                        null,
                        "y",
                        List.of()),
                new Report.Rows(0, 0, 0),
                new Report.Evaluations(null, null, null),
                null,
                null,
                List.of(),
                null,
                run,
                List.of());
        assertThat(texts(parse(report.html()), "h2")).containsExactly("Run details");
        assertThat(charts(report.html())).isEmpty();
    }

    @Property(tries = 500)
    void embeddedJson_keepsItsValueAndContainsNoTag(@ForAll String text) {
        String embedded = ReportPage.embedded(JsonRecords.tree(text).toString());
        assertThat(JsonRecords.parse(embedded.getBytes(StandardCharsets.UTF_8)).textValue())
                .isEqualTo(text);
        assertThat(embedded).doesNotContain("<", ">", "&", "\u2028", "\u2029");
    }
}
