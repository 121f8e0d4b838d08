/** The bundle store on an SFTP server, and looks at the backups on those of subsystems; the only package that knows sshj. */
@org.jspecify.annotations.NullMarked
package org.apicdr.sftp;
