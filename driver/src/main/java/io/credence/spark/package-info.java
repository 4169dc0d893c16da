/**
 * Credence as a library of spark.ml: estimators that train an ensemble on a data frame, and models that add predictions
 * with their uncertainty to one.
 *
 * <p>{@link io.credence.spark.CredenceRegressor} and {@link io.credence.spark.CredenceClassifier} are the entry points.
 * Their {@code fit} runs the training of {@code credence train} ({@link io.credence.spark.LibraryTraining}), and the
 * {@code transform} of their models computes what {@code credence score} writes, but lazily
 * ({@link io.credence.spark.ModelScoring}). Names of columns and the most important settings are Params of spark.ml,
 * declared once in {@link io.credence.spark.ColumnParams} and {@link io.credence.spark.TrainingParams}; every other
 * setting of the configuration is reachable through {@code settings}.
 */
package io.credence.spark;
