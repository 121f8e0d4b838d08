package org.apicdr.capture.schedule;

/**
 * Who leads.
 *
 * @param leader whether this replica leads, or another, or none that is known
 * @param detail the identity of the leader; if none is known, why, and what to do
 */
public record LeaderStatus(Leader leader, String detail) {

    public static LeaderStatus thisReplica(String identity) {
        return new LeaderStatus(Leader.THIS_REPLICA, identity);
    }

    public static LeaderStatus otherReplica(String identity) {
        return new LeaderStatus(Leader.OTHER_REPLICA, identity);
    }

    public static LeaderStatus unknown(String why) {
        return new LeaderStatus(Leader.UNKNOWN, why);
    }

    boolean isThisReplica() {
        return leader == Leader.THIS_REPLICA;
    }

    /** The leader, as this replica knows it. */
    public enum Leader {
        THIS_REPLICA,
        OTHER_REPLICA,
        UNKNOWN
    }
}
