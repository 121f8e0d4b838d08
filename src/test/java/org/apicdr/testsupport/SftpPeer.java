package org.apicdr.testsupport;

import java.nio.file.Path;
import java.util.Map;

/** An SFTP server on a free loopback port. */
public interface SftpPeer extends AutoCloseable {

    String HOST = "127.0.0.1";

    int port();

    /** Host and port as messages have them. */
    default String address() {
        return HOST + ":" + port();
    }

    String user();

    /** An OpenSSH private key without passphrase that may log in. */
    Path privateKey();

    /** The server's host keys in known_hosts format. */
    Path knownHosts();

    /** The folder that clients see as {@link #path()}. */
    Path root();

    /** What clients call {@link #root()}. */
    String path();

    /** Breaks all connections, as a network does. */
    void dropConnections();

    @Override
    void close();

    /** Properties of a store on this server, at {@link #path()}, with key and known_hosts. */
    default Map<String, String> properties() {
        return Map.of(
                "apic-dr.site", "test-dc1",
                "apic-dr.sftp.host", HOST,
                "apic-dr.sftp.port", String.valueOf(port()),
                "apic-dr.sftp.username", user(),
                "apic-dr.sftp.path", path(),
                "apic-dr.sftp.private-key-file", privateKey().toString(),
                "apic-dr.sftp.known-hosts-file", knownHosts().toString());
    }
}
