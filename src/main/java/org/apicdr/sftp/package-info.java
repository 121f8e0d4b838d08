/**
 * The bundle store on an SFTP server, and the reader of subsystems' backup folders. The only package that uses sshj.
 */
@org.jspecify.annotations.NullMarked
package org.apicdr.sftp;
