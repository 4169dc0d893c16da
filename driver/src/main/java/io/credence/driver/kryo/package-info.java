/**
 * Serialisation of the objects that travel between driver and executors, with Kryo.
 *
 * <p>{@link io.credence.driver.kryo.CredenceKryoRegistrator} is the entry point. Spark finds it through
 * {@code spark.kryo.registrator}. It lists every class that Kryo may transfer; a class that is missing from the list
 * is an error. Most classes are records, which {@code RecordSerializer} writes. {@code ImmutableCollections} covers
 * the collections of the JDK, and {@code ScoreHistogramSerializer} the one class whose size matters.
 */
package io.credence.driver.kryo;
