package org.apicdr.capture.schedule;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/** The failures that currently prevent automatic captures, by subject. */
@ApplicationScoped
class CaptureFailures {

    private final Map<String, Failure> failures = new TreeMap<>();

    /**
     * Records a failure.
     *
     * @param subject the subsystem, or another subject that failed
     * @return whether the failure is new: the last one of the subject had another cause
     */
    synchronized boolean failed(String subject, Failure failure) {
        var before = failures.put(subject, failure);
        return before == null || !before.sentence().equals(failure.sentence());
    }

    synchronized void succeeded(String subject) {
        failures.remove(subject);
    }

    /** Removes the failures of subjects that no longer exist. */
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
     * @param sentence the cause, without secrets
     */
    record Failure(Instant at, String sentence) {}
}
