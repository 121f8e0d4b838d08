package org.apicdr.core;

import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.jboss.logmanager.handlers.ConsoleHandler;
import org.jspecify.annotations.Nullable;

/** Selects JSON for the console log unless it is a terminal. Other configuration takes precedence. */
public final class ConsoleLogConfigSource implements ConfigSource {

    private static final String JSON = "quarkus.log.console.json.enabled";

    /** Below application.properties (250), above the default of the Quarkus extension. */
    private static final int ORDINAL = 50;

    private final Map<String, String> properties = Map.of(JSON, String.valueOf(!ConsoleHandler.hasConsole()));

    @Override
    public int getOrdinal() {
        return ORDINAL;
    }

    @Override
    public Set<String> getPropertyNames() {
        return properties.keySet();
    }

    @Override
    public @Nullable String getValue(String name) {
        return properties.get(name);
    }

    @Override
    public String getName() {
        return "terminal or not";
    }
}
