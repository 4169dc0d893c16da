package io.credence.driver.score;

import io.credence.kernels.simd.product.Gemm;
import org.apache.spark.TaskContext;
import org.apache.spark.util.TaskCompletionListener;

/** Matrix products with one thread for each core that Spark gives to the task ({@code spark.task.cpus}). */
public final class TaskGemm {
    private TaskGemm() {}

    /**
     * Opens an instance for the calling task, for use by one thread at a time. Its threads end when the task ends or
     * fails.
     */
    public static Gemm open() {
        TaskContext task = TaskContext.get();
        Gemm gemm = new Gemm(task.cpus());
        task.addTaskCompletionListener((TaskCompletionListener) ended -> gemm.close());
        return gemm;
    }
}
