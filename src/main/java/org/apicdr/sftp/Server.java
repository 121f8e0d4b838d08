package org.apicdr.sftp;

/**
 * The SFTP server and the account used there.
 *
 * @param host name or address
 * @param port its port
 * @param user the account's name
 */
record Server(String host, int port, String user) {

    static final int DEFAULT_PORT = 22;

    /** The host as known_hosts names it: with its port unless that is the default. */
    String knownHostsName() {
        return port == DEFAULT_PORT ? host : "[%s]:%d".formatted(host, port);
    }

    /** {@code host:port}, as in a URI. */
    @Override
    public String toString() {
        return (host.contains(":") ? "[%s]:%d" : "%s:%d").formatted(host, port);
    }
}
