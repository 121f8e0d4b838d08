package org.apicdr.capture.schedule;

/**
 * Who leads at a moment.
 *
 * @param whose whether this process does, another, or nobody that is known
 * @param detail the identity of who leads; else why nobody is known to, and what to do
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

    /** Who can lead. */
    public enum Whose {
        OURS,
        THEIRS,
        NOBODYS
    }
}
