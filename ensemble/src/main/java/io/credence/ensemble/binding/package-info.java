/**
 * Binding of records to JSON and YAML documents: configurations, {@code model.json} and {@code report.json}.
 *
 * <p>Start with {@link io.credence.ensemble.binding.JsonRecords}, whose description lists the rules that apply to all
 * records. {@code RecordIntrospector} supplies them to Jackson. {@code SealedChoice} implements the rule for sealed
 * interfaces, and {@code FiniteNumbers} the rule for numbers. {@code BindingProblem} turns Jackson's exceptions into
 * {@link io.credence.ensemble.binding.InvalidDocumentException}, which contains the path of the value, the value found
 * and the values allowed.
 */
package io.credence.ensemble.binding;
