/** Captures at set times, at the first start and after a missed run, and the election of the replica that runs them. */
@org.jspecify.annotations.NullMarked
package org.apicdr.capture.schedule;
