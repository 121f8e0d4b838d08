package org.apicdr.rest.filter;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.config.MeterFilter;
import jakarta.inject.Singleton;
import java.util.Set;

/** Reports unknown HTTP methods as {@code OTHER}, so that callers cannot create new metric series. */
@Singleton
class HttpMethodMeterFilter implements MeterFilter {

    private static final Set<String> METHODS =
            Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT");

    @Override
    public Meter.Id map(Meter.Id id) {
        var method = id.getTag("method");
        if (!id.getName().startsWith("http.server.") || method == null || METHODS.contains(method)) {
            return id;
        }
        return id.withTag(Tag.of("method", "OTHER"));
    }
}
