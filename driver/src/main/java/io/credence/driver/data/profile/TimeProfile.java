package io.credence.driver.data.profile;

import io.credence.driver.data.input.Split;
import io.credence.ensemble.encoding.CalendarPart;
import io.credence.ensemble.encoding.RowCells;
import io.credence.ensemble.exact.Moments;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/**
 * A profile of a column of dates or timestamps: moments, and which months, weekdays and hours occur, by which the
 * resolution of the column is recognised.
 */
final class TimeProfile extends ColumnProfile {
    private static final long serialVersionUID = 1L;

    private static final long MICROS_OF_SECOND = 1_000_000;
    private static final long SECONDS_OF_DAY = 86_400;

    private final ZoneId zone;
    private final Moments training = new Moments();
    private int months;
    private int weekdays;
    private int hours;
    private boolean onlyFirstDays = true;

    TimeProfile(String name, ZoneId zone) {
        super(name);
        this.zone = zone;
    }

    @Override
    void addPresent(RowCells row, int column, Split split) {
        long seconds = Math.floorDiv(row.localMicros(column, zone), MICROS_OF_SECOND);
        if (split != Split.TRAIN) {
            return;
        }
        training.add(seconds / (double) SECONDS_OF_DAY);
        LocalDate date = LocalDate.ofEpochDay(Math.floorDiv(seconds, SECONDS_OF_DAY));
        months |= 1 << date.getMonthValue();
        weekdays |= 1 << date.getDayOfWeek().getValue();
        hours |= 1 << Math.floorMod(seconds, SECONDS_OF_DAY) / 3600;
        onlyFirstDays &= date.getDayOfMonth() == 1;
    }

    @Override
    void add(ColumnProfile other) {
        super.add(other);
        TimeProfile times = (TimeProfile) other;
        training.add(times.training);
        months |= times.months;
        weekdays |= times.weekdays;
        hours |= times.hours;
        onlyFirstDays &= times.onlyFirstDays;
    }

    /** Returns the moments of the training rows, in days since 1970-01-01. */
    Moments training() {
        return training;
    }

    ZoneId zone() {
        return zone;
    }

    /** Returns the parts of the calendar that vary. The weekday of a column of months means nothing. */
    List<CalendarPart> parts() {
        List<CalendarPart> parts = new ArrayList<>();
        if (Integer.bitCount(months) > 1) {
            parts.add(CalendarPart.MONTH);
        }
        if (Integer.bitCount(weekdays) > 1 && !onlyFirstDays) {
            parts.add(CalendarPart.WEEKDAY);
        }
        if (Integer.bitCount(hours) > 1) {
            parts.add(CalendarPart.HOUR);
        }
        return parts;
    }
}
