/** The re-seal: what a bundle holds, sealed to the present recipients and signed with the present key, as a new bundle. */
@org.jspecify.annotations.NullMarked
package org.apicdr.capture.reseal;
