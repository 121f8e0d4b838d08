package org.apicdr.core;

import java.util.List;

/** A bean that knows what its properties should be. */
public interface ConfigValidator {

    /** A sentence for each wrong or missing value, beginning with the property's name; no secret in it. */
    List<String> violations();
}
