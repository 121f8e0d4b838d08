package org.apicdr.core;

import java.util.Map;
import org.jboss.logging.MDC;

/** Values that a line of the log holds in words, as fields of their own for whoever searches JSON. */
public final class MdcFields {

    private MdcFields() {}

    /** Writes a line with fields. */
    public static void with(Map<String, Object> fields, Runnable line) {
        fields.forEach((name, value) -> MDC.put(name, value.toString()));
        try {
            line.run();
        } finally {
            fields.keySet().forEach(MDC::remove);
        }
    }
}
