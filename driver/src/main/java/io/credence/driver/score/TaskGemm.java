package io.credence.driver.score;

import io.credence.kernels.simd.product.Gemm;
import org.apache.spark.TaskContext;
import org.apache.spark.util.TaskCompletionListener;

/** Matrix products on as many threads as Spark gives cores to the task ({@code spark.task.cpus}). */
public final class TaskGemm {
    private TaskGemm() {}

    /** For the task that calls, on one thread at a time; its own threads end with the task, however that ends. */
    public static Gemm open() {
        TaskContext task = TaskContext.get();
        Gemm gemm = new Gemm(task.cpus());
        task.addTaskCompletionListener((TaskCompletionListener) ended -> gemm.close());
        return gemm;
    }
}
