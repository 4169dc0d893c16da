package io.credence.driver.config;

/** Where a setting was written, as part of a sentence: {@code in conf/x.yaml, line 7} or {@code from --set}. */
record SettingLocation(String text) {
    static SettingLocation line(String file, int line) {
        return new SettingLocation("in " + file + ", line " + line + ",");
    }

    static SettingLocation overlay(String assignment) {
        return new SettingLocation("from --set " + assignment);
    }
}
