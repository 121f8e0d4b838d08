/** Pauses of scheduled work, for example while a subsystem is recovered. */
@org.jspecify.annotations.NullMarked
package org.apicdr.pause;
