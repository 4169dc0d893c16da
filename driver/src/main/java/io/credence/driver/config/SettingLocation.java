package io.credence.driver.config;

/** Where a setting was written, as part of a sentence: {@code in conf/x.yaml, line 7} or {@code from --set}. */
record Location(String text) {
    static Location line(String file, int line) {
        return new Location("in " + file + ", line " + line + ",");
    }

    static Location overlay(String assignment) {
        return new Location("from --set " + assignment);
    }
}
