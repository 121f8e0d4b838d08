/**
 * The database and portal backups that API Connect takes: which backups exist, according to resources and files, and which of
 * them can be restored. Separate from bundles, because bundles contain the keys and backups contain the data, and the two have
 * different sources and ages.
 */
@org.jspecify.annotations.NullMarked
package org.apicdr.backup;
