package io.credence.driver.monitor;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import org.apache.spark.ui.UIUtils;
import org.apache.spark.ui.WebUIPage;
import scala.Option;
import scala.collection.immutable.Seq;
import scala.xml.Node;
import scala.xml.XML;

/** The page of the Training tab: a table with the last report of every member. */
final class TrainingPage extends WebUIPage {
    private final TrainingTab tab;
    private final TrainingMonitor monitor;

    TrainingPage(TrainingTab tab, TrainingMonitor monitor) {
        super("");
        this.tab = tab;
        this.monitor = monitor;
    }

    @Override
    public Seq<Node> render(HttpServletRequest request) {
        Seq<Node> content = XML.loadStringNodes(
                monitor.latest().map(TrainingPage::html).orElse("<p>Nothing has been trained yet.</p>"));
        return UIUtils.headerSparkPage(request, "Training", () -> content, tab, Option.empty(), false, false);
    }

    /** Returns the content. It consists of numbers and fixed words, so nothing needs escaping. */
    static String html(TrainingProgress.Snapshot state) {
        StringBuilder html = new StringBuilder("<div><p>")
                .append(String.format(
                        Locale.ROOT,
                        "%d of %d members done, %.0f %% of %d epochs",
                        state.membersDone(),
                        state.members(),
                        100 * state.fraction(),
                        state.epochs()))
                .append("</p><table class=\"table table-striped table-sm\"><thead><tr><th>Member</th><th>Epochs</th>")
                .append("<th>Loss</th><th>State</th></tr></thead><tbody>");
        for (int member = 0; member < state.members(); member++) {
            html.append("<tr><td>").append(member).append("</td>");
            appendReport(html, state.reports().get(member));
            html.append("</tr>");
        }
        return html.append("</tbody></table></div>").toString();
    }

    private static void appendReport(StringBuilder html, MemberProgress report) {
        if (report == null) {
            html.append("<td></td><td></td><td>waiting</td>");
        } else {
            html.append(String.format(
                    Locale.ROOT,
                    "<td>%.1f</td><td>%.4g</td><td>%s</td>",
                    report.epochs(),
                    report.loss(),
                    report.done() ? "done" : "training"));
        }
    }
}
