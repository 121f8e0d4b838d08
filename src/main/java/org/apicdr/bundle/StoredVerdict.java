package org.apicdr.bundle;

import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The verdict of the last verification of a bundle, as kept on the store. For information only; no decision depends on
 * it.
 *
 * @param verdict the verdict
 * @param at when the bundle was verified
 */
@Schema(name = "RememberedVerdict")
public record StoredVerdict(Verdict verdict, Instant at) {}
