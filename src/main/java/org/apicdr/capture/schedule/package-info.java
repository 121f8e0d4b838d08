/** What happens by itself: captures at set times, at the first start, and after a run that was missed. */
@org.jspecify.annotations.NullMarked
package org.apicdr.capture.schedule;
