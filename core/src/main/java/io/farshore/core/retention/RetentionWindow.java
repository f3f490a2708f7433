package io.farshore.core.retention;

import java.time.Duration;

/** Which part of a policy's time a point of some age is in: what is kept is reported by these. */
public enum RetentionWindow {
    /** Every consistent end of a segment is kept. The newest point is here whatever the policy. */
    FINE,
    /** After the fine window, up to 2 hours: every marked point is kept. */
    TO_2_HOURS,
    /** Up to 1 day: one point an hour is kept. */
    DAY_1,
    /** Up to 7 days: one point per 2 hours is kept. */
    DAYS_2_TO_7,
    /** Up to the end of retention: one point per 4 hours is kept. */
    FROM_DAY_8,
    /** Past the end of retention: only held points are kept, and those that wait for a newer one. */
    PAST_RETENTION;

    /** @param age of a point, from the newest point; a negative one counts as 0; a window ends before its limit */
    public static RetentionWindow of(RetentionPolicy policy, Duration age) {
        if (!age.isPositive()) {
            return FINE;
        }
        if (age.compareTo(policy.retention()) >= 0) {
            return PAST_RETENTION;
        }
        if (age.compareTo(policy.fineWindow()) < 0) {
            return FINE;
        }
        if (age.compareTo(Limits.MARKED) < 0) {
            return TO_2_HOURS;
        }
        if (age.compareTo(Limits.HOURLY) < 0) {
            return DAY_1;
        }
        return age.compareTo(Limits.TWO_HOURLY) < 0 ? DAYS_2_TO_7 : FROM_DAY_8;
    }
}
