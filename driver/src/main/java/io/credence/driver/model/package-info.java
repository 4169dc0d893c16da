/**
 * Model directories on Hadoop file systems. {@link io.credence.driver.model.ModelStore} reads and writes them; the
 * formats of the files are defined in the ensemble module.
 */
package io.credence.driver.model;
