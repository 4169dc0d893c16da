/**
 * The numeric kernels: loops over arrays, nearly all in single precision, in the incubating Vector API, which only this
 * package and the packages below it use.
 *
 * <p>This package is the foundation. {@link io.credence.kernels.simd.Matrix} is the view that every kernel takes, and
 * {@link io.credence.kernels.simd.VectorModule} tells a user which flag is missing. The other types are internal to the
 * kernels, and public only for the packages below: the vector shape (Lanes), elementary functions (FloatMath,
 * VectorMath), the order of a sum (LaneSums), traversal of views (Views).
 *
 * <p>The packages below are what other code calls. Each has one or a few classes of static methods that take the output
 * first:
 *
 * <ul>
 *   <li>{@code product}: matrix products, {@link io.credence.kernels.simd.product.Gemm};
 *   <li>{@code elementwise}: arithmetic and activations, {@link io.credence.kernels.simd.elementwise.Elementwise};
 *   <li>{@code reduction}: sums, softmax and normalisation, {@link io.credence.kernels.simd.reduction.Reductions};
 *   <li>{@code image}: convolution patches and pooling; {@code distance}: pairwise distances and their losses;
 *   <li>{@code mixture}: quantiles of mixtures of Gaussians, the only kernel in double precision;
 *   <li>{@code noise}: dropout masks and Gaussian draws; {@code update}: the steps of the optimisers.
 * </ul>
 *
 * <p>A kernel returns the same bits at every vector width, in the interpreter and in compiled code. It uses only
 * correctly rounded operations, and it adds in a fixed order.
 *
 * <p><b>Why loops are written out.</b> A vector stays in a register only while everything that touches it is compiled
 * as one unit. A vector that is passed to a call that is not inlined, kept in an array or selected by a condition
 * becomes an object on the heap, and the kernel slows down. Four rules follow:
 *
 * <ul>
 *   <li>A loop over arrays lives in a class that {@code KernelCompilation.LOOPS} lists. HotSpot never inlines it into a
 *       caller, where it might exhaust the inlining budget. Such a loop neither takes nor returns a vector.
 *   <li>What a loop applies to a vector is a method of a class that {@code KernelCompilation.STEPS} lists. HotSpot
 *       always inlines it, unless the loop is already about forty vector operations long. Longer bodies, such as the
 *       register blocks of {@code product}, therefore call the Vector API directly and keep every accumulator in a
 *       local variable.
 *   <li>Choices are made outside the loop: one loop per activation function, per block height, per case.
 *   <li>No vector stays live across two nested loops: the loop over a pooling window, for example, is a single one.
 * </ul>
 *
 * <p>The resulting loops look alike. They are written by hand, not generated at build time, so that the code in the
 * editor, the profiler and the stack trace is the code that runs. {@code KernelAllocationTest} verifies that no kernel
 * allocates, {@code KernelBitsTest} that its bits do not vary.
 *
 * <p>Reading order: Matrix, Lanes, FloatMath and VectorMath; {@code Reductions} for the order of a sum; {@code
 * Elementwise} for the simplest kernels; {@code Gemm} for the largest; KernelCompilation and VectorWarmUp last.
 */
package io.credence.kernels.simd;
