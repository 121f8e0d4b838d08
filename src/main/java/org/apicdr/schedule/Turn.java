package org.apicdr.schedule;

/**
 * Who leads at a moment.
 *
 * @param whose whether this process does, another, or nobody that is known
 * @param detail the identity of who leads; else why nobody is known to, and what to do
 */
public record Turn(Whose whose, String detail) {

    public static Turn ours(String identity) {
        return new Turn(Whose.OURS, identity);
    }

    public static Turn theirs(String identity) {
        return new Turn(Whose.THEIRS, identity);
    }

    public static Turn nobodys(String why) {
        return new Turn(Whose.NOBODYS, why);
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
