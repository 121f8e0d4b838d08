package org.apicdr.capture.schedule;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Whose turn it is, as a test says; notes what it was asked for. */
final class FakeLeadership implements LeaderElector {

    private final List<String> calls = new ArrayList<>();
    private Supplier<Optional<LeaderStatus>> turn = Optional::empty;

    /** Before the first answer of the API server. */
    FakeLeadership() {}

    FakeLeadership(LeaderStatus leaderStatus) {
        becomes(leaderStatus);
    }

    void becomes(LeaderStatus next) {
        turn = () -> Optional.of(next);
    }

    /** Held for so many questions, then another's. */
    void endsAfter(int questions) {
        var asked = new int[1];
        turn = () -> Optional.of(
                asked[0]++ < questions ? LeaderStatus.thisReplica("me") : LeaderStatus.otherReplica("another"));
    }

    List<String> calls() {
        return calls;
    }

    @Override
    public void start(LeaseSettings leaseSettings) {
        calls.add("seek " + leaseSettings.lease());
    }

    @Override
    public Optional<LeaderStatus> status() {
        return turn.get();
    }

    @Override
    public void release() {
        calls.add("resign");
        becomes(LeaderStatus.unknown("given up"));
    }
}
