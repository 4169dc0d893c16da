/**
 * Reverse-mode automatic differentiation: the description of a function and the definition of back-propagation.
 *
 * <p>A {@link io.credence.kernels.autograd.Graph} is a list of {@link io.credence.kernels.autograd.Node nodes} in
 * topological order: inputs, parameters, and results of {@link io.credence.kernels.autograd.Operation operations}. An
 * operation computes its value and its local derivative. The {@link io.credence.kernels.autograd.Interpreter} applies
 * the chain rule to the graph, and shows it as plainly as possible; the compiled plans of package {@code plan} compute
 * the same bits.
 *
 * <p>Read {@code Graph} with its example, then {@code Operation} and one of its implementations, then {@code
 * Interpreter}. A {@code Frame} is the memory that an operation uses, a {@code Workspace} a part of it; a {@code
 * ParameterLayout} places all parameters in one array, and {@code TouchedRows} lists the rows of a table's gradient
 * that may differ from 0. A {@code SynchronizedOperation} needs statistics of a whole
 * batch whose slices are computed separately.
 */
package io.credence.kernels.autograd;
