package org.apicdr.capture.schedule;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Whose turn it is, as a test says; notes what it was asked for. */
final class FakeLeadership implements LeaderElector {

    private final List<String> calls = new ArrayList<>();
    private Supplier<LeaderStatus> turn;

    FakeLeadership(LeaderStatus leaderStatus) {
        this.turn = () -> leaderStatus;
    }

    void becomes(LeaderStatus next) {
        turn = () -> next;
    }

    /** Held for so many questions, then another's. */
    void endsAfter(int questions) {
        var asked = new int[1];
        turn = () -> asked[0]++ < questions ? LeaderStatus.thisReplica("me") : LeaderStatus.otherReplica("another");
    }

    List<String> calls() {
        return calls;
    }

    @Override
    public void tryAcquireOrRenew(LeaseSettings leaseSettings) {
        calls.add("seek " + leaseSettings.lease());
    }

    @Override
    public LeaderStatus status() {
        return turn.get();
    }

    @Override
    public void release() {
        calls.add("resign");
        becomes(LeaderStatus.unknown("given up"));
    }
}
