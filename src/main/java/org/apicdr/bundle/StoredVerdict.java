package org.apicdr.bundle;

import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What the last verification of a bundle came to, as the store remembers it. It informs; nothing is decided by it.
 *
 * @param verdict the verdict
 * @param at when the bundle was verified
 */
@Schema(name = "RememberedVerdict")
public record StoredVerdict(Verdict verdict, Instant at) {}
