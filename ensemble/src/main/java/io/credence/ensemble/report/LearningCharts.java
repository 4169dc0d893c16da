package io.credence.ensemble.report;

import io.credence.ensemble.training.MemberHistory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** How training went, in pictures and a table of the gradients' health. */
final class LearningCharts {
    /** More lines than this are no picture any more. */
    private static final int MOST_MEMBERS = 20;

    /** So many times the range of all other losses makes that a flat line. */
    private static final double PRESSING = 4;

    private LearningCharts() {}

    static List<Chart> of(List<MemberTraining> members) {
        List<MemberTraining> shown = members.stream()
                .filter(member -> !member.history().epochs().isEmpty())
                .limit(MOST_MEMBERS)
                .toList();
        if (shown.isEmpty()) {
            return List.of();
        }
        String which = members.size() > shown.size() ? " The first " + shown.size() + " members are shown." : "";
        List<Chart.Series> losses = new ArrayList<>();
        addSeries(losses, shown, "training", Chart.Role.TRAINING, MemberHistory.Epoch::trainLoss);
        addSeries(losses, shown, "validation", Chart.Role.VALIDATION, MemberHistory.Epoch::validationLoss);
        Chart.Axis lossAxis = lossAxis(losses);
        String above = lossAxis.most() == null ? "" : " Greater losses of the first epochs are in the numbers alone.";
        List<Chart.Series> norms = new ArrayList<>();
        addSeries(norms, shown, "gradient", Chart.Role.VALIDATION, MemberHistory.Epoch::gradientNorm);
        List<Chart> charts = new ArrayList<>(List.of(
                new Chart(
                        "learning",
                        "Loss by epoch",
                        "One faint line per member on the training rows, one strong line on the validation rows. Where validation turns up while"
                                + " training still falls, more epochs do harm." + above + which,
                        Chart.Kind.LINES,
                        Chart.Axis.of("epoch"),
                        lossAxis,
                        losses),
                new Chart(
                        "gradients",
                        "Gradient norm by epoch",
                        "The mean global norm, before clipping. It should settle; a rise, or a fall to nothing in the first epochs, is a sign of"
                                + " trouble." + which,
                        Chart.Kind.LINES,
                        Chart.Axis.of("epoch"),
                        Chart.Axis.fromZero("gradient norm"),
                        norms)));
        addBound(charts, shown);
        return charts;
    }

    /** Ends above the losses of all epochs but the first tenth, where these are so much greater that they would press all others flat. */
    private static Chart.Axis lossAxis(List<Chart.Series> losses) {
        DoubleSummaryStatistics all = from(0, losses);
        DoubleSummaryStatistics settled = from(0.1, losses);
        double range = settled.getMax() - settled.getMin();
        boolean flat = range > 0 && all.getMax() - settled.getMin() > PRESSING * range;
        return flat ? Chart.Axis.upTo("loss", settled.getMax() + range / 4) : Chart.Axis.of("loss");
    }

    private static DoubleSummaryStatistics from(double share, List<Chart.Series> losses) {
        return losses.stream()
                .flatMapToDouble(each -> Arrays.stream(each.y()).skip((long) Math.ceil(share * each.y().length)))
                .filter(Double::isFinite)
                .summaryStatistics();
    }

    /** The two parts of what a training of distributions over weights minimises. */
    private static void addBound(List<Chart> charts, List<MemberTraining> shown) {
        List<Chart.Series> parts = new ArrayList<>();
        addSeries(parts, shown, "divergence times its weight", Chart.Role.EPISTEMIC, LearningCharts::weighted);
        if (parts.isEmpty()) {
            return;
        }
        addSeries(parts, shown, "loss", Chart.Role.ALEATORIC, MemberHistory.Epoch::trainLoss);
        addSeries(parts, shown, "their sum", Chart.Role.AFTER, epoch -> epoch.trainLoss() + weighted(epoch));
        charts.add(new Chart(
                "bound",
                "Evidence lower bound by epoch",
                "What training minimises: the mean loss on the training rows, and the divergence of all weights from their prior times 1 / training"
                        + " rows. Their sum is the evidence lower bound by row with its sign changed. Where the divergence is the greater part, the"
                        + " prior says more than the rows.",
                Chart.Kind.LINES,
                Chart.Axis.of("epoch"),
                Chart.Axis.of("nats by row"),
                parts));
    }

    private static double weighted(MemberHistory.Epoch epoch) {
        return epoch.divergence() == null
                ? Double.NaN
                : epoch.divergence().weight() * epoch.divergence().nats();
    }

    private static void addSeries(
            List<Chart.Series> series,
            List<MemberTraining> members,
            String name,
            Chart.Role role,
            ToDoubleFunction<MemberHistory.Epoch> value) {
        for (MemberTraining member : members) {
            double[] y = member.history().epochs().stream().mapToDouble(value).toArray();
            double[] x = new double[y.length];
            boolean any = false;
            for (int i = 0; i < y.length; i++) {
                x[i] = i + 1;
                any |= !Double.isNaN(y[i]);
            }
            if (any) {
                series.add(new Chart.Series(name + ", member " + member.member(), role, x, y));
            }
        }
    }

    /** One line per layer: the mean gradients over the members, and the worst share of dead units. */
    static List<PageModel.Cells> layers(List<MemberTraining> members) {
        Map<String, List<MemberHistory.Layer>> layers = new LinkedHashMap<>();
        for (MemberTraining member : members) {
            for (MemberHistory.Layer layer : member.history().layers()) {
                layers.computeIfAbsent(layer.name(), name -> new ArrayList<>()).add(layer);
            }
        }
        List<PageModel.Cells> lines = new ArrayList<>();
        layers.forEach((name, of) -> lines.add(new PageModel.Cells(
                name,
                "",
                List.of(
                        Text.number(mean(of, MemberHistory.Layer::firstGradient)),
                        Text.number(mean(of, MemberHistory.Layer::lastGradient)),
                        worstDeadShare(of)))));
        return lines;
    }

    private static double mean(List<MemberHistory.Layer> layers, ToDoubleFunction<MemberHistory.Layer> value) {
        return layers.stream().mapToDouble(value).average().orElse(Double.NaN);
    }

    private static String worstDeadShare(List<MemberHistory.Layer> layers) {
        double worst = layers.stream()
                .map(MemberHistory.Layer::deadUnits)
                .filter(share -> share != null)
                .mapToDouble(Double::doubleValue)
                .max()
                .orElse(Double.NaN);
        return Text.percent(worst);
    }
}
