package org.apicdr.security;

import com.github.benmanes.caffeine.cache.Ticker;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Provides the time source of caches. It is monotonic, so that setting the clock back does not extend an entry. */
class CacheTickerProducer {

    @Produces
    @Singleton
    Ticker ticker() {
        return Ticker.systemTicker();
    }
}
