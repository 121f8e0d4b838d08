package org.apicdr.benchmark;

import org.jspecify.annotations.Nullable;

/**
 * A line of the table.
 *
 * @param work what was done
 * @param ours how long the service took
 * @param waits how many round trips it waited for, one after the other; absent where there is no distance
 * @param byHand how long kubectl and sftp took; absent where they have nothing like it
 * @param restic how long restic took; absent where it was not asked
 * @param target absent where there is none
 */
record Row(
        Work work,
        Measured ours,
        @Nullable Integer waits,
        @Nullable Measured byHand,
        @Nullable Measured restic,
        @Nullable Target target) {

    static Row of(Work work, Measured ours, @Nullable Integer waits) {
        return new Row(work, ours, waits, null, null, null);
    }

    Row beside(@Nullable Measured otherByHand, @Nullable Measured otherRestic) {
        return new Row(work, ours, waits, otherByHand, otherRestic, target);
    }

    /** Waits at most; where there is no distance there is no such target. */
    Row waitsAtMost(int most) {
        return waits == null ? this : with(new Target("≤ %d waits".formatted(most), waits <= most));
    }

    Row under(int millis) {
        return waits == null ? this : with(new Target("< %d ms".formatted(millis), ours.millis() < millis));
    }

    /** At most so many milliseconds more than the same beside few names. */
    Row slowerByAtMost(int millis, Measured other) {
        return with(new Target(
                "≤ %d ms more than beside few names (%s)".formatted(millis, other),
                ours.millis() <= other.millis() + millis));
    }

    private Row with(Target newTarget) {
        return new Row(work, ours, waits, byHand, restic, newTarget);
    }

    String markdown(long roundTrip) {
        return "| %s | %d ms | %s | %s | %s | %s | %s | %s |"
                .formatted(
                        work.text(),
                        roundTrip,
                        ours,
                        Measured.ratio(ours, byHand),
                        Measured.ratio(ours, restic),
                        waits == null ? "–" : waits,
                        work.floor(),
                        target == null ? "–" : target);
    }

    /**
     * What is measured.
     *
     * @param floor the waits that the protocols leave no way around
     */
    record Work(String text, String floor) {}

    /** What it has to keep to. */
    record Target(String text, boolean met) {

        @Override
        public String toString() {
            return text + (met ? ": met" : ": **missed**");
        }
    }
}
