package org.apicdr.sftp;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apicdr.testsupport.SftpPeer;

/** Takes connections and says nothing, or hangs up at once. */
final class CountingServer implements AutoCloseable {

    private final ServerSocket socket;
    private final boolean hangsUp;
    private final List<Socket> connections = new CopyOnWriteArrayList<>();

    CountingServer(boolean hangsUp) throws IOException {
        this.hangsUp = hangsUp;
        this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        var thread = new Thread(this::accept, "counting-server");
        thread.setDaemon(true);
        thread.start();
    }

    /** How many there were. */
    int connections() {
        return connections.size();
    }

    /** A store on this server, which will not get so far as to look at key and password. */
    Map<String, String> properties(Path passwordFile) {
        return Map.of(
                "apic-dr.site",
                "test-dc1",
                "apic-dr.sftp.host",
                SftpPeer.HOST,
                "apic-dr.sftp.port",
                String.valueOf(socket.getLocalPort()),
                "apic-dr.sftp.username",
                "backup",
                "apic-dr.sftp.path",
                "/store",
                "apic-dr.sftp.host-key-fingerprints",
                "SHA256:" + "A".repeat(43),
                "apic-dr.sftp.password-file",
                passwordFile.toString());
    }

    @Override
    public void close() throws IOException {
        socket.close();
        for (var connection : connections) {
            connection.close();
        }
    }

    private void accept() {
        try {
            while (true) {
                var connection = socket.accept();
                connections.add(connection);
                if (hangsUp) {
                    connection.close();
                }
            }
        } catch (IOException closed) {
            Thread.currentThread().interrupt(); // nobody connects any more
        }
    }
}
