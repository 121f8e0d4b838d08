package org.apicdr.backup;

/**
 * Where a subsystem keeps its own backups, as {@code spec.databaseBackup} or {@code spec.portalBackup} says for SFTP.
 *
 * @param host host name or address of the SFTP server
 * @param port its port
 * @param path the folder on it
 * @param folders the beginning of the names of those folders in it that are looked into, too; empty for none
 * @param login how to log in
 */
public record BackupLocation(String host, int port, String path, String folders, SftpCredentials login) {}
