/**
 * Recovery points. Each consists of a database backup, the portal backups that are paired with it, and the bundle with the
 * encryption key that was in force when they were taken.
 */
@org.jspecify.annotations.NullMarked
package org.apicdr.recovery.point;
