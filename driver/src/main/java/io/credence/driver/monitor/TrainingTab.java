package io.credence.driver.monitor;

import org.apache.spark.SparkContext;
import org.apache.spark.ui.SparkUI;
import org.apache.spark.ui.SparkUITab;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The Training tab of the Spark UI. */
final class TrainingTab extends SparkUITab {
    private static final Logger LOG = LoggerFactory.getLogger(TrainingTab.class);

    private TrainingTab(SparkUI ui, TrainingMonitor monitor) {
        super(ui, "training");
        attachPage(new TrainingPage(this, monitor));
    }

    /** Adds the tab, if the context has a UI. */
    static void attach(SparkContext context, TrainingMonitor monitor) {
        if (context.ui().isEmpty()) {
            return;
        }
        SparkUI ui = context.ui().get();
        try {
            ui.attachTab(new TrainingTab(ui, monitor));
        } catch (LinkageError e) {
            // The classes of Spark's UI are not a public API and may differ in another version of Spark. The tab is
            // optional.
            LOG.warn("This version of Spark has a different UI; the Training tab is not available", e);
        }
    }
}
