package org.apicdr.pause;

import java.util.Map;

/** Keeps pauses where every replica reads them. Every method throws a {@link org.apicdr.core.ServiceException}. */
public interface PauseStore {

    /** Returns all pauses by key; empty if there is none. */
    Map<String, String> read();

    /** Stores a pause in place of the former one with its key. */
    void put(String key, String pause);

    /** Removes a pause, if there is one with this key. */
    void remove(String key);
}
