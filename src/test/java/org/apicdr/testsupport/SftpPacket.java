package org.apicdr.testsupport;

import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.apache.sshd.sftp.common.SftpConstants;

/** A request as it came. */
final class SftpPacket {

    private final int length;
    private final int type;
    private final int id;
    private final byte[] body;

    /**
     * A request.
     *
     * @param length what it says of its length
     * @param type one of {@code SSH_FXP_*}
     * @param body what follows the id
     */
    SftpPacket(int length, int type, int id, byte[] body) {
        this.length = length;
        this.type = type;
        this.id = id;
        this.body = body;
    }

    int length() {
        return length;
    }

    int type() {
        return type;
    }

    int id() {
        return id;
    }

    /** What follows the id, to be read. */
    Buffer buffer() {
        return new ByteArrayBuffer(body.clone());
    }

    /** A WRITE of the first half of the data, or a READ of half as much. */
    SftpPacket half() {
        var buffer = buffer();
        var half = new ByteArrayBuffer();
        half.putBytes(buffer.getBytes());
        half.putLong(buffer.getLong());
        if (type == SftpConstants.SSH_FXP_WRITE) {
            var data = buffer.getBytes();
            half.putBytes(data, 0, data.length / 2);
        } else {
            half.putInt(Math.max(1, buffer.getInt() / 2));
        }
        return new SftpPacket(length, type, id, half.getCompactData());
    }
}
