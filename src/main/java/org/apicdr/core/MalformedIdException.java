package org.apicdr.core;

import org.jspecify.annotations.Nullable;

/** A text that should be an id does not have the form of one. */
public final class MalformedIdException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final String kind;
    private final ErrorCode notFound;
    private final String source;

    /**
     * @param kind what the id would identify, such as {@code backup run}
     * @param notFound the error if there is no such thing
     * @param source where to get such an id, a sentence
     */
    public MalformedIdException(
            String text, String kind, ErrorCode notFound, String source, @Nullable Throwable cause) {
        super("'%s' is not the id of a %s".formatted(text, kind), cause);
        this.kind = kind;
        this.notFound = notFound;
        this.source = source;
    }

    /**
     * Returns the failure of a request whose path has the text. It is the same as for an id that does not exist. Its message
     * does not quote the text, which may be a misplaced token.
     */
    public ServiceException notFound() {
        return new ServiceException(notFound, "The path has no valid id of a %s. %s".formatted(kind, source), this);
    }
}
