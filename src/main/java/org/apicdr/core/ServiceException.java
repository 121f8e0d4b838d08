package org.apicdr.core;

import org.jspecify.annotations.Nullable;

/** An expected failure with an error code. Other exceptions indicate a bug. The message never contains a secret. */
public final class ServiceException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final ErrorCode errorCode;
    private final String message;
    private final transient ErrorDetails errorDetails;

    public ServiceException(ErrorCode errorCode, String message) {
        this(errorCode, message, ErrorDetails.NONE, null);
    }

    public ServiceException(ErrorCode errorCode, String message, @Nullable Throwable cause) {
        this(errorCode, message, ErrorDetails.NONE, cause);
    }

    public ServiceException(ErrorCode errorCode, String message, ErrorDetails errorDetails) {
        this(errorCode, message, errorDetails, null);
    }

    public ServiceException(ErrorCode errorCode, String message, ErrorDetails errorDetails, @Nullable Throwable cause) {
        super(message, cause);
        this.errorCode = errorCode;
        this.message = message;
        this.errorDetails = errorDetails;
    }

    /**
     * Returns the same failure of a storing request. It states that nothing was stored, unless the details say
     * otherwise.
     */
    public ServiceException notStored() {
        return new ServiceException(errorCode, message, errorDetails.notStored(), this);
    }

    @Override
    public String getMessage() {
        return message;
    }

    public ErrorCode code() {
        return errorCode;
    }

    public ErrorDetails details() {
        return errorDetails;
    }
}
