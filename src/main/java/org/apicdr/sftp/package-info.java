/** The bundle store on an SFTP server; the only package that knows sshj. */
@org.jspecify.annotations.NullMarked
package org.apicdr.sftp;
