/** Host keys: known_hosts, pinned fingerprints, host certificates, and the decision about the key that a server presents. */
@NullMarked
package org.apicdr.sftp.hostkey;

import org.jspecify.annotations.NullMarked;
