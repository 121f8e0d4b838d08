package org.apicdr.sftp.config;

/** The role of a server, with its name in messages and the settings that an operator may have to correct. */
public enum ServerRole {
    STORE(
            "SFTP server",
            "apic-dr.sftp.host",
            "apic-dr.sftp.host and .port",
            "apic-dr.sftp.username and the password or private key file",
            "apic-dr.sftp.known-hosts-file",
            "apic-dr.sftp.legacy-algorithms"),
    BACKUPS(
            "backup server",
            "the host in the subsystem's backup settings",
            "host and port in the subsystem's backup settings",
            ServerRole.CREDENTIALS,
            "apic-dr.backup-sftp.known-hosts-file",
            "apic-dr.backup-sftp.legacy-algorithms");

    /** The name in messages of the secret that a subsystem's backup settings reference. */
    public static final String CREDENTIALS = "the backup credentials secret";

    private final String title;
    private final String host;
    private final String address;
    private final String login;
    private final String knownHosts;
    private final String legacyAlgorithms;

    ServerRole(String title, String host, String address, String login, String knownHosts, String legacyAlgorithms) {
        this.title = title;
        this.host = host;
        this.address = address;
        this.login = login;
        this.knownHosts = knownHosts;
        this.legacyAlgorithms = legacyAlgorithms;
    }

    /** Returns the name of a server with this role. */
    String title() {
        return title;
    }

    /** Returns where its host is set. */
    public String host() {
        return host;
    }

    /** Returns where its host and port are set. */
    public String address() {
        return address;
    }

    /** Returns where its login is set. */
    public String login() {
        return login;
    }

    /** Returns the property of its known_hosts file. */
    public String knownHosts() {
        return knownHosts;
    }

    /** Returns the property that allows it to use legacy SSH algorithms. */
    public String legacyAlgorithms() {
        return legacyAlgorithms;
    }

    /** Returns the description of a user. Contains the user name only if it is not secret. */
    String account(String user) {
        return this == STORE ? "user " + user : "user of " + CREDENTIALS;
    }
}
