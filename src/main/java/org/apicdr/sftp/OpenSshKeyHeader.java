package org.apicdr.sftp;

import java.io.IOException;
import java.util.Base64;
import net.schmizz.sshj.common.Buffer;

/**
 * The unencrypted header of an OpenSSH private key (PROTOCOL.key).
 *
 * @param cipher the cipher that the key is encrypted with
 * @param type the type of the key
 */
record OpenSshKeyHeader(String cipher, String type) {

    static final String START = "-----BEGIN OPENSSH PRIVATE KEY-----";

    private static final String END = "-----END OPENSSH PRIVATE KEY-----";

    private static final int MAGIC_LENGTH = "openssh-key-v1\0".length();

    /** Parses the header. The message of the exception is not meant for the operator. */
    static OpenSshKeyHeader of(String text) throws IOException {
        if (!text.endsWith(END)) {
            throw new IOException("cut short");
        }
        var body = text.substring(START.length(), text.length() - END.length());
        var header = new Buffer.PlainBuffer(Base64.getMimeDecoder().decode(body));
        header.readRawBytes(new byte[MAGIC_LENGTH]);
        var cipher = header.readString();
        header.readString(); // the key derivation
        header.readBytes(); // its options
        header.readUInt32(); // the number of keys
        return new OpenSshKeyHeader(cipher, new Buffer.PlainBuffer(header.readBytes()).readString());
    }

    boolean encrypted() {
        return !cipher.equals("none");
    }
}
