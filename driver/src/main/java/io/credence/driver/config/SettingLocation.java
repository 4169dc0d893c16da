package io.credence.driver.config;

/**
 * The location of a setting, as part of a sentence: {@code in conf/x.yaml, line 7,} or {@code from --set KEY=VALUE}.
 */
record SettingLocation(String text) {
    static SettingLocation line(String file, int line) {
        return new SettingLocation("in " + file + ", line " + line + ",");
    }

    static SettingLocation override(String assignment) {
        return new SettingLocation("from --set " + assignment);
    }
}
