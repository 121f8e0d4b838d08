package org.apicdr.recovery.restoration;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Objects;
import org.apicdr.bundle.BundleId;
import org.apicdr.recovery.restoration.Restoration.State;
import org.apicdr.subsystem.SubsystemRef;
import org.jspecify.annotations.Nullable;

/**
 * The stored part of a restoration. The state of its steps is read from the API server.
 *
 * @param request the backups to restore, and what to do with objects that are there
 * @param acceptFrom a resource that was created before this time was not created by this restoration or one that it continues
 * @param waiting the step that it waits for
 * @param waitingSince since when it waits for that step
 * @param restoredAt when the database was first seen to be restored
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
record StoredRestoration(
        RestorationId id,
        BundleId bundle,
        String namespace,
        String cluster,
        RestorationRequest request,
        @Nullable String by,
        Instant since,
        Instant acceptFrom,
        State state,
        @Nullable String waiting,
        @Nullable Instant waitingSince,
        @Nullable Instant restoredAt,
        @Nullable Instant endedAt,
        @Nullable String detail,
        @Nullable String remedy) {

    StoredRestoration {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(bundle, "bundle");
        Objects.requireNonNull(namespace, "namespace");
        Objects.requireNonNull(cluster, "cluster");
        Objects.requireNonNull(request, "request");
        Objects.requireNonNull(since, "since");
        Objects.requireNonNull(acceptFrom, "acceptFrom");
        Objects.requireNonNull(state, "state");
    }

    SubsystemRef ref() {
        return new SubsystemRef(namespace, cluster);
    }

    @JsonIgnore
    boolean isRunning() {
        return state == State.RUNNING;
    }

    /** Returns the reason of the pause of scheduled work that the restoration began. */
    String pauseReason() {
        return "Restoration %s of bundle %s".formatted(id, bundle);
    }

    StoredRestoration waitingFor(@Nullable String step, Instant now) {
        return new StoredRestoration(
                id,
                bundle,
                namespace,
                cluster,
                request,
                by,
                since,
                acceptFrom,
                state,
                step,
                step == null ? null : now,
                restoredAt,
                endedAt,
                detail,
                remedy);
    }

    StoredRestoration restored(Instant now) {
        return new StoredRestoration(
                id,
                bundle,
                namespace,
                cluster,
                request,
                by,
                since,
                acceptFrom,
                state,
                waiting,
                waitingSince,
                now,
                endedAt,
                detail,
                remedy);
    }

    StoredRestoration ended(State last, Instant now, @Nullable String why, @Nullable String whatToDo) {
        return new StoredRestoration(
                id,
                bundle,
                namespace,
                cluster,
                request,
                by,
                since,
                acceptFrom,
                last,
                null,
                null,
                restoredAt,
                now,
                why,
                whatToDo);
    }
}
