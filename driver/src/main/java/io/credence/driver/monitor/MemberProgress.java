package io.credence.driver.monitor;

import java.io.Serializable;

/**
 * How far one member's training is.
 *
 * @param member the member
 * @param epochs how many epochs are done, the current one in part: 2.5 is halfway through the third
 * @param loss the training loss per row of the last steps; NaN if unknown
 * @param done whether the member needs no more epochs, also where it stopped early
 */
public record MemberProgress(int member, double epochs, double loss, boolean done) implements Serializable {}
