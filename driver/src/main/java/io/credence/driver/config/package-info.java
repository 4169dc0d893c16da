/**
 * The configuration of a training run: settings as immutable records, and the strict reader of the YAML file that
 * holds them.
 *
 * <p>{@link io.credence.driver.config.ConfigurationReader} is the entry point. It parses the file
 * ({@code YamlReader}), applies {@code --set} overrides ({@code SettingsTree}), and binds the result to
 * {@link io.credence.driver.config.Configuration}. Every error names the key, its location, the value found, and what
 * is allowed.
 *
 * <p>Reading order: {@code Configuration}, {@code DataSpec}, {@code SplitSpec}, {@code CalibrationSpec}; then
 * {@code SettingsTree} and {@code LocatedConfiguration} for error messages. The settings of networks, ensembles and
 * training are in the packages of the ensemble module that use them.
 */
package io.credence.driver.config;
