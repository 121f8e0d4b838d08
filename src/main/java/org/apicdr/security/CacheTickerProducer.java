package org.apicdr.security;

import com.github.benmanes.caffeine.cache.Ticker;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** What the age of an answer is told by: a clock that is set back must not keep one alive. */
class CacheTickerProducer {

    @Produces
    @Singleton
    Ticker ticker() {
        return Ticker.systemTicker();
    }
}
