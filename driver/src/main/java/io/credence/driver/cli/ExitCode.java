package io.credence.driver.cli;

/** What a scheduler is told; part of the contract with users. */
final class ExitCode {
    static final int DONE = 0;
    static final int FAILED = 1;
    static final int USERS_MISTAKE = 2;

    private ExitCode() {}
}
