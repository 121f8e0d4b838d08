package org.apicdr.problem;

import org.jspecify.annotations.Nullable;

/** The only exception this service throws on purpose; anything else is a bug. Its message never holds a secret. */
public final class RecoveryException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Reason reason;
    private final String message;
    private final transient Evidence evidence;

    public RecoveryException(Reason reason, String message) {
        this(reason, message, Evidence.NONE, null);
    }

    public RecoveryException(Reason reason, String message, @Nullable Throwable cause) {
        this(reason, message, Evidence.NONE, cause);
    }

    public RecoveryException(Reason reason, String message, Evidence evidence) {
        this(reason, message, evidence, null);
    }

    public RecoveryException(Reason reason, String message, Evidence evidence, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
        this.message = message;
        this.evidence = evidence;
    }

    /** The same failure of a call that should have stored something: nothing was, unless the evidence says otherwise. */
    public RecoveryException notStored() {
        return new RecoveryException(reason, message, evidence.notStored(), this);
    }

    @Override
    public String getMessage() {
        return message;
    }

    public Reason reason() {
        return reason;
    }

    public Evidence evidence() {
        return evidence;
    }
}
