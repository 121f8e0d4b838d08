package org.apicdr.core;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apicdr.core.ErrorDetails.Stored;

/**
 * One lock for each key. A caller that finds a lock taken fails at once instead of waiting.
 *
 * @param <K> the type of the keys
 */
public class KeyedLock<K> {

    private final Set<K> taken = ConcurrentHashMap.newKeySet();
    private final ErrorCode busy;
    private final String message;

    /**
     * Creates the locks.
     *
     * @param busy the error if a lock is taken
     * @param message the message of that error, with {@code %s} in place of the key
     */
    public KeyedLock(ErrorCode busy, String message) {
        this.busy = busy;
        this.message = message;
    }

    /**
     * Takes the lock of a key, until {@link #release} is called.
     *
     * @throws ServiceException if it is taken
     */
    public void acquire(K key) {
        if (!taken.add(key)) {
            throw new ServiceException(busy, message.formatted(key), ErrorDetails.stored(Stored.NO));
        }
    }

    /** Releases the lock of a key. */
    public void release(K key) {
        taken.remove(key);
    }
}
