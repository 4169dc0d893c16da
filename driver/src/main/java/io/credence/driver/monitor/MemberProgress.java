package io.credence.driver.monitor;

import java.io.Serializable;

/**
 * The progress of one member.
 *
 * @param member the index of the member
 * @param epochs the number of completed epochs, including the fraction of the current one: 2.5 is halfway through the
 *     third
 * @param loss the mean training loss per row over the last steps; NaN if unknown
 * @param done whether the member has finished, possibly early
 */
public record MemberProgress(int member, double epochs, double loss, boolean done) implements Serializable {}
