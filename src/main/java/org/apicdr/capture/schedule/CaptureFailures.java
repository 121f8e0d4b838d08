package org.apicdr.capture.schedule;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/** What keeps captures from happening by themselves, until it no longer does. */
@ApplicationScoped
class CaptureFailures {

    private final Map<String, Failure> failures = new TreeMap<>();

    /**
     * Notes a failure.
     *
     * @param subject the subsystem, or what else could not be used
     * @return whether it is news: the last one of that subject said something else
     */
    synchronized boolean failed(String subject, Failure failure) {
        var before = failures.put(subject, failure);
        return before == null || !before.sentence().equals(failure.sentence());
    }

    synchronized void succeeded(String subject) {
        failures.remove(subject);
    }

    /** Forgets the failures of what is not there any more. */
    synchronized void keep(Collection<String> subjects) {
        failures.keySet().retainAll(subjects);
    }

    synchronized Map<String, Failure> failures() {
        return Map.copyOf(failures);
    }

    /**
     * A failed capture.
     *
     * @param at when it failed
     * @param sentence why, without any secret
     */
    record Failure(Instant at, String sentence) {}
}
