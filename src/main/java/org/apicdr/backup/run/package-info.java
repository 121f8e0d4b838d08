/**
 * Takes backups that only work together: database and portals at the same moment, and a bundle with the current keys. A separate
 * package, because only backup runs create API Connect resources in the cluster.
 */
@org.jspecify.annotations.NullMarked
package org.apicdr.backup.run;
