package org.apicdr.schedule;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Whose turn it is, as a test says; notes what it was asked for. */
final class FakeLeadership implements Leadership {

    private final List<String> calls = new ArrayList<>();
    private Supplier<Turn> turn;

    FakeLeadership(Turn turn) {
        this.turn = () -> turn;
    }

    void becomes(Turn next) {
        turn = () -> next;
    }

    /** Held for so many questions, then another's. */
    void endsAfter(int questions) {
        var asked = new int[1];
        turn = () -> asked[0]++ < questions ? Turn.ours("me") : Turn.theirs("another");
    }

    List<String> calls() {
        return calls;
    }

    @Override
    public void seek(Term term) {
        calls.add("seek " + term.lease());
    }

    @Override
    public Turn turn() {
        return turn.get();
    }

    @Override
    public void resign() {
        calls.add("resign");
        becomes(Turn.nobodys("given up"));
    }
}
