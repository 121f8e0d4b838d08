package org.apicdr.verification;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A namespace of an API server into which the content of a bundle could be restored. */
public interface RestoreTarget {

    /**
     * Asks the API server whether it would create an object; creates nothing.
     *
     * @throws org.apicdr.core.ServiceException {@code CLUSTER_UNAVAILABLE}
     */
    Answer dryRun(String namespace, RestoreObject object);

    /**
     * Creates an object as it is in the bundle. Never overwrites one.
     *
     * @throws org.apicdr.core.ServiceException {@code CLUSTER_UNAVAILABLE}
     */
    Answer create(String namespace, RestoreObject object);

    /**
     * The answer of the API server.
     *
     * @param reason why, if it did not accept the object; never contains a value of a secret
     */
    record Answer(Reply reply, String reason) {

        public static final Answer ACCEPTED = new Answer(Reply.ACCEPTED, "");
    }

    /** The kinds of answers. */
    @Schema(name = "DryRunAnswer")
    enum Reply {
        /** It would create the object. */
        @JsonProperty("accepted")
        ACCEPTED,
        /** The object is valid, but an object with its kind and name exists in the namespace. */
        @JsonProperty("exists")
        EXISTS,
        /** The object is not valid. */
        @JsonProperty("invalid")
        INVALID,
        /** A policy, a quota or a webhook of the namespace refused the object. */
        @JsonProperty("refused")
        REFUSED,
        /** The API server does not know the kind, so its operator is not installed. */
        @JsonProperty("unknown-kind")
        UNKNOWN_KIND,
        /** A permission is missing, or the namespace. */
        @JsonProperty("denied")
        DENIED
    }
}
