package io.credence.ensemble.report;

import io.credence.ensemble.training.MemberHistory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** The section on training: learning curves, gradient health and members. */
final class TrainingSection {
    /** A chart with more lines would be unreadable. */
    private static final int MAX_MEMBERS = 20;

    /** If the first losses exceed the range of all others by this factor, the others would look like a flat line. */
    private static final double FLATTENING_FACTOR = 4;

    private final List<MemberTraining> members;

    TrainingSection(List<MemberTraining> members) {
        this.members = members;
    }

    /** Returns the learning curves; none if no member was trained for an epoch. */
    List<Chart> charts() {
        List<MemberTraining> shown = members.stream()
                .filter(member -> !member.history().epochs().isEmpty())
                .limit(MAX_MEMBERS)
                .toList();
        if (shown.isEmpty()) {
            return List.of();
        }
        String omitted = members.size() > shown.size() ? " Only the first " + shown.size() + " members are shown." : "";
        List<Chart.Series> losses = new ArrayList<>();
        addSeries(losses, shown, "training", Chart.Role.TRAINING, MemberHistory.Epoch::trainLoss);
        addSeries(losses, shown, "validation", Chart.Role.VALIDATION, MemberHistory.Epoch::validationLoss);
        Chart.Axis lossAxis = lossAxis(losses);
        String cutOff = lossAxis.max() == null ? "" : " Larger losses of the first epochs appear only in the table.";
        List<Chart.Series> norms = new ArrayList<>();
        addSeries(norms, shown, "gradient", Chart.Role.VALIDATION, MemberHistory.Epoch::gradientNorm);
        List<Chart> charts = new ArrayList<>(List.of(
                new Chart(
                        "learning",
                        "Loss by epoch",
                        "Each member has a faint line for the training rows and a strong line for the validation"
                                + " rows. If the validation loss rises while the training loss still falls, the"
                                + " member overfits."
                                + cutOff
                                + omitted,
                        Chart.Kind.LINES,
                        Chart.Axis.of("epoch"),
                        lossAxis,
                        losses),
                new Chart(
                        "gradients",
                        "Gradient norm by epoch",
                        "Global norm of the gradient before clipping. It should settle. A rise, or a collapse to zero"
                                + " in the first epochs, is a sign of trouble." + omitted,
                        Chart.Kind.LINES,
                        Chart.Axis.of("epoch"),
                        Chart.Axis.fromZero("gradient norm"),
                        norms)));
        addBound(charts, shown);
        return charts;
    }

    /**
     * Returns the loss axis. It cuts off the losses of the first tenth of the epochs if they would make all others
     * look flat.
     */
    private static Chart.Axis lossAxis(List<Chart.Series> losses) {
        DoubleSummaryStatistics all = from(0, losses);
        DoubleSummaryStatistics settled = from(0.1, losses);
        double range = settled.getMax() - settled.getMin();
        boolean flat = range > 0 && all.getMax() - settled.getMin() > FLATTENING_FACTOR * range;
        return flat ? Chart.Axis.upTo("loss", settled.getMax() + range / 4) : Chart.Axis.of("loss");
    }

    private static DoubleSummaryStatistics from(double fraction, List<Chart.Series> losses) {
        return losses.stream()
                .flatMapToDouble(each -> Arrays.stream(each.y()).skip((long) Math.ceil(fraction * each.y().length)))
                .filter(Double::isFinite)
                .summaryStatistics();
    }

    /** Adds the two terms of the evidence lower bound, if weights are distributions. */
    private static void addBound(List<Chart> charts, List<MemberTraining> shown) {
        List<Chart.Series> parts = new ArrayList<>();
        addSeries(parts, shown, "weighted divergence", Chart.Role.EPISTEMIC, TrainingSection::weighted);
        if (parts.isEmpty()) {
            return;
        }
        addSeries(parts, shown, "loss", Chart.Role.ALEATORIC, MemberHistory.Epoch::trainLoss);
        addSeries(parts, shown, "sum", Chart.Role.AFTER, epoch -> epoch.trainLoss() + weighted(epoch));
        charts.add(new Chart(
                "bound",
                "Evidence lower bound by epoch",
                "Training minimises the sum of two terms: the mean loss on the training rows, and the divergence of"
                        + " the weights from their prior divided by the number of training rows. The sum is the"
                        + " negative evidence lower bound per row. If the divergence dominates, the prior outweighs"
                        + " the data.",
                Chart.Kind.LINES,
                Chart.Axis.of("epoch"),
                Chart.Axis.of("nats per row"),
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

    /** Returns one row for each layer: gradients averaged over the members, and the largest fraction of dead units. */
    List<TableRow> layers() {
        Map<String, List<MemberHistory.LayerHealth>> layers = new LinkedHashMap<>();
        for (MemberTraining member : members) {
            for (MemberHistory.LayerHealth layer : member.history().layers()) {
                layers.computeIfAbsent(layer.name(), name -> new ArrayList<>()).add(layer);
            }
        }
        List<TableRow> rows = new ArrayList<>();
        layers.forEach((name, health) -> rows.add(new TableRow(
                name,
                List.of(
                        DisplayFormat.number(mean(health, MemberHistory.LayerHealth::firstGradient)),
                        DisplayFormat.number(mean(health, MemberHistory.LayerHealth::lastGradient)),
                        largestDeadFraction(health)))));
        return rows;
    }

    private static double mean(
            List<MemberHistory.LayerHealth> layers, ToDoubleFunction<MemberHistory.LayerHealth> value) {
        return layers.stream().mapToDouble(value).average().orElse(Double.NaN);
    }

    private static String largestDeadFraction(List<MemberHistory.LayerHealth> layers) {
        double largest = layers.stream()
                .map(MemberHistory.LayerHealth::deadUnits)
                .filter(fraction -> fraction != null)
                .mapToDouble(Double::doubleValue)
                .max()
                .orElse(Double.NaN);
        return DisplayFormat.percent(largest);
    }

    /** Returns one row for each member: epochs, best epoch, steps and time. */
    List<TableRow> members() {
        return members.stream()
                .map(member -> new TableRow(
                        String.valueOf(member.member()),
                        List.of(
                                String.valueOf(member.history().epochs().size()),
                                String.valueOf(member.history().bestEpoch() + 1),
                                DisplayFormat.count(member.history().steps()),
                                DisplayFormat.seconds(member.history().seconds()))))
                .toList();
    }
}
