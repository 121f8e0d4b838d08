package org.apicdr.capture.schedule;

/**
 * Who leads.
 *
 * @param whose whether this replica leads, or another, or none that is known
 * @param detail the identity of the leader; if none is known, why, and what to do
 */
public record LeaderStatus(Whose whose, String detail) {

    public static LeaderStatus ours(String identity) {
        return new LeaderStatus(Whose.OURS, identity);
    }

    public static LeaderStatus theirs(String identity) {
        return new LeaderStatus(Whose.THEIRS, identity);
    }

    public static LeaderStatus nobodys(String why) {
        return new LeaderStatus(Whose.NOBODYS, why);
    }

    boolean isOurs() {
        return whose == Whose.OURS;
    }

    boolean isKnown() {
        return whose != Whose.NOBODYS;
    }

    /** The leader, as this replica knows it. */
    public enum Whose {
        OURS,
        THEIRS,
        NOBODYS
    }
}
