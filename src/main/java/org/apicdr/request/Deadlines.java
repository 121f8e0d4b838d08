package org.apicdr.request;

import jakarta.enterprise.context.ApplicationScoped;

/** Gives each request its deadline. */
@ApplicationScoped
public class Deadlines {

    private final RequestConfig config;

    Deadlines(RequestConfig config) {
        this.config = config;
    }

    public Deadline start() {
        return Deadline.in(config.requestTimeout());
    }
}
