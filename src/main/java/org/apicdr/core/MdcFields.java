package org.apicdr.core;

import java.util.Map;
import org.jboss.logging.MDC;

/** Adds values of a log message as separate fields of the JSON log. */
public final class MdcFields {

    private MdcFields() {}

    /** Logs a message with fields. */
    public static void with(Map<String, Object> fields, Runnable line) {
        fields.forEach((name, value) -> MDC.put(name, value.toString()));
        try {
            line.run();
        } finally {
            fields.keySet().forEach(MDC::remove);
        }
    }
}
