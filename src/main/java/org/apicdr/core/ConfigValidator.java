package org.apicdr.core;

import java.util.List;

/** Validates configuration properties at the start. */
public interface ConfigValidator {

    /**
     * Returns a sentence for each invalid or missing value, starting with the name of the property. It never contains
     * a secret.
     */
    List<String> violations();
}
