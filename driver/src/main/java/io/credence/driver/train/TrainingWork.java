package io.credence.driver.train;

import io.credence.driver.data.PreparedData;
import io.credence.ensemble.member.NetworkSpec;
import io.credence.ensemble.member.TrainingSpec;
import io.credence.ensemble.posterior.EnsembleSpec;

/** All that decides the members of an ensemble. */
record TrainingWork(NetworkSpec network, TrainingSpec training, EnsembleSpec ensemble, PreparedData data) {}
