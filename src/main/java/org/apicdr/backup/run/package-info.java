/**
 * One run that takes the backups that only work together: database and portal at the same moment, and a bundle with the
 * keys of that moment. A room of its own, because it is the only one that makes anything in the cluster.
 */
@org.jspecify.annotations.NullMarked
package org.apicdr.backup.run;
