package org.apicdr.sftp;

/** What a server is asked for; tells what it is called, and where that is set which may be wrong. */
enum ServerRole {
    STORE(
            "SFTP server",
            "apic-dr.sftp.host",
            "apic-dr.sftp.host and .port",
            "apic-dr.sftp.username and the password or private key file",
            "apic-dr.sftp.known-hosts-file"),
    BACKUPS(
            "backup server",
            "the host in the subsystem's backup settings",
            "host and port in the subsystem's backup settings",
            ServerRole.CREDENTIALS,
            "apic-dr.backup-sftp.known-hosts-file");

    /** The secret that a subsystem's backup settings name. */
    static final String CREDENTIALS = "the backup credentials secret";

    private final String title;
    private final String host;
    private final String address;
    private final String login;
    private final String knownHosts;

    ServerRole(String title, String host, String address, String login, String knownHosts) {
        this.title = title;
        this.host = host;
        this.address = address;
        this.login = login;
        this.knownHosts = knownHosts;
    }

    /** What a server for it is called. */
    String title() {
        return title;
    }

    /** Where its host is set. */
    String host() {
        return host;
    }

    /** Where host and port are set. */
    String address() {
        return address;
    }

    /** Where its login is set. */
    String login() {
        return login;
    }

    /** The property of its known_hosts file. */
    String knownHosts() {
        return knownHosts;
    }

    /** What a user is called: the name itself where it is no secret. */
    String account(String user) {
        return this == STORE ? "user " + user : "user of " + CREDENTIALS;
    }
}
