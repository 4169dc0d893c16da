package io.credence.driver.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.credence.spark.testing.SparkTest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

@SparkTest(conf = {"spark.ui.enabled=true", "spark.ui.port=0"})
class TrainingTabTest {
    @Test
    void tab_whileTraining_showsTheMembersInTheSparkUi(SparkSession spark) throws IOException, InterruptedException {
        TrainingMonitor monitor = TrainingMonitor.ofThisDriver();
        try (TrainingMonitor.Training training = monitor.training(2, 4)) {
            monitor.accept(new MemberProgress(1, 2, 0.125, false));

            assertThat(training.snapshot().fraction()).isEqualTo(0.25);
            assertThat(page(spark)).contains("0 of 2 members done, 25 % of 8 epochs", "<td>0.1250</td>", "waiting");
        }
    }

    private static String page(SparkSession spark) throws IOException, InterruptedException {
        URI address = URI.create("http://127.0.0.1:"
                + URI.create(spark.sparkContext().uiWebUrl().get()).getPort() + "/training/");
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString())
                .body();
    }
}
