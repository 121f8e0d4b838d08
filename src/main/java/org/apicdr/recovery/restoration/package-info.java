/**
 * Restorations: a subsystem is recovered from a bundle through the API. The steps, their order and the names of the resources
 * are those of the script {@code recover}, so that either can go on where the other stopped.
 */
@org.jspecify.annotations.NullMarked
package org.apicdr.recovery.restoration;
