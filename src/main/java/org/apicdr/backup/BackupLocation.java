package org.apicdr.backup;

/**
 * The SFTP folder of a subsystem's own backups, from {@code spec.databaseBackup} or {@code spec.portalBackup}.
 *
 * @param host host name or address of the SFTP server
 * @param port its port
 * @param path the folder on the server
 * @param folders prefix of the names of the sub-folders that are also listed; empty for none
 * @param login the credentials
 */
public record BackupLocation(String host, int port, String path, String folders, SftpCredentials login) {}
