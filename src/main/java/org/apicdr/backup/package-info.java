/**
 * The database and portal backups that the subsystems make of themselves: which there are, by their resources and by the
 * files where they lie, and which of them could be restored. A room of its own, because a bundle holds the keys and these
 * hold the data: the two come from different places and age at different times.
 */
@org.jspecify.annotations.NullMarked
package org.apicdr.backup;
