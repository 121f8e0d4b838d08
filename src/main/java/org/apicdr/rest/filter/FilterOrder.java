package org.apicdr.rest.filter;

/** When the filters of this package run; all after the request has its id, the higher number first. */
final class FilterOrder {

    static final int LENGTHS = 1_800;

    static final int CONCURRENCY = 1_700;

    /** After it is known who calls: a body is read for nobody who is refused anyway. */
    static final int BODY = 700;

    static final int AFTER_BODY = 699;

    private FilterOrder() {}
}
