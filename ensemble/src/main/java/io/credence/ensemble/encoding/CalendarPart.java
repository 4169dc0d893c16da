package io.credence.ensemble.encoding;

import java.time.LocalDate;

/** A period of the calendar, in which a date or timestamp has a position. */
public enum CalendarPart {
    /** The position in the year, by month and day. */
    MONTH,
    /** The day of the week. */
    WEEKDAY,
    /** The time of day. */
    HOUR;

    private static final int SECONDS_OF_DAY = 86_400;

    /**
     * Returns the position in the period, in [0, 1).
     *
     * @param day days since 1970-01-01
     * @param secondOfDay seconds since midnight
     */
    double turn(long day, int secondOfDay) {
        return switch (this) {
            case MONTH -> {
                LocalDate date = LocalDate.ofEpochDay(day);
                yield (date.getDayOfYear() - 1) / (double) date.lengthOfYear();
            }
            case WEEKDAY -> Math.floorMod(day, 7) / 7.0;
            case HOUR -> secondOfDay / (double) SECONDS_OF_DAY;
        };
    }
}
