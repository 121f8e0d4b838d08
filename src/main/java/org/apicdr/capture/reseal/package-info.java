/**
 * Re-seals bundles: creates a new bundle with the same content, sealed to the current recipients and signed with the
 * current key.
 */
@org.jspecify.annotations.NullMarked
package org.apicdr.capture.reseal;
