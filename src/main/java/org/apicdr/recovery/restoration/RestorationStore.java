package org.apicdr.recovery.restoration;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Keeps restorations where every replica reads them. Every method throws a {@link org.apicdr.core.ServiceException}. */
public interface RestorationStore {

    /** Returns the last restoration of each subsystem by key; empty if there is none. */
    Map<String, String> read();

    /**
     * Stores a restoration, unless another one was stored in between.
     *
     * @param former what was read by the key; null if there was nothing
     * @return whether it was stored
     */
    boolean replace(String key, @Nullable String former, String restoration);
}
