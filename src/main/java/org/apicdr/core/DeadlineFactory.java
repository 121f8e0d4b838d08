package org.apicdr.core;

import jakarta.enterprise.context.ApplicationScoped;

/** Creates the deadline of each request. */
@ApplicationScoped
public class DeadlineFactory {

    private final RequestConfig config;

    DeadlineFactory(RequestConfig config) {
        this.config = config;
    }

    public Deadline start() {
        return Deadline.in(config.requestTimeout());
    }
}
