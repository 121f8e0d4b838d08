/** Captures a subsystem: reads it, sanitizes it, checks it, packs it, seals it and publishes it. */
@org.jspecify.annotations.NullMarked
package org.apicdr.capture;
