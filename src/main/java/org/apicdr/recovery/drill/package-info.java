/** Tries out the newest bundle of a subsystem: creates what it holds in a namespace for drills, compares it, and removes it. */
@org.jspecify.annotations.NullMarked
package org.apicdr.recovery.drill;
