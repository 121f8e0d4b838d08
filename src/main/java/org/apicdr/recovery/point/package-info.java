/**
 * Recovery points: a database backup, the portal backup that goes with it, and the bundle that holds the key which was in
 * force when they were taken.
 */
@org.jspecify.annotations.NullMarked
package org.apicdr.recovery.point;
