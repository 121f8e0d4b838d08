package org.apicdr.sftp.connection;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import net.schmizz.sshj.common.Factory;
import net.schmizz.sshj.common.SSHRuntimeException;
import net.schmizz.sshj.transport.cipher.Cipher;
import org.bouncycastle.crypto.engines.ChaChaEngine;
import org.bouncycastle.crypto.macs.Poly1305;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.params.ParametersWithIV;

/**
 * The cipher {@code chacha20-poly1305@openssh.com} (OpenSSH's PROTOCOL.chacha20poly1305), made of BouncyCastle's ChaCha20 and
 * Poly1305. sshj's own asks the security providers for both by names that only BouncyCastle's knows, and that provider loads 600
 * classes: a tenth of the time of a start.
 */
final class ChaCha20Poly1305Cipher implements Cipher {

    private static final String NAME = "chacha20-poly1305@openssh.com";

    private static final int KEY_SIZE = 32;
    private static final int TAG_SIZE = 16;

    /** The size of a block of the key stream. The first one of a packet provides the key of its tag. */
    private static final int STREAM_BLOCK_SIZE = 64;

    private final ChaChaEngine payloadCipher = new ChaChaEngine();
    private final ChaChaEngine lengthCipher = new ChaChaEngine();
    private final Poly1305 mac = new Poly1305();
    private final byte[] encryptedLength = new byte[Integer.BYTES];
    private Mode mode = Mode.Encrypt;
    private KeyParameter payloadKey = new KeyParameter(new byte[KEY_SIZE]);
    private KeyParameter lengthKey = payloadKey;

    private ChaCha20Poly1305Cipher() {}

    static Factory.Named<Cipher> factory() {
        return new Factory.Named<>() {

            @Override
            public String getName() {
                return NAME;
            }

            @Override
            public Cipher create() {
                return new ChaCha20Poly1305Cipher();
            }
        };
    }

    /** Returns the size of the key material: sshj takes it for that. */
    @Override
    public int getBlockSize() {
        return 2 * KEY_SIZE;
    }

    @Override
    public int getIVSize() {
        return 0;
    }

    @Override
    public int getAuthenticationTagSize() {
        return TAG_SIZE;
    }

    @Override
    public void init(Mode mode, byte[] key, byte[] iv) {
        this.mode = mode;
        payloadKey = new KeyParameter(key, 0, KEY_SIZE);
        lengthKey = new KeyParameter(key, KEY_SIZE, KEY_SIZE);
        setSequenceNumber(0);
    }

    /** Begins a packet, whose number is the nonce. */
    @Override
    public void setSequenceNumber(long sequenceNumber) {
        var nonce = ByteBuffer.allocate(Long.BYTES).putLong(sequenceNumber).array();
        payloadCipher.init(true, new ParametersWithIV(payloadKey, nonce));
        lengthCipher.init(true, new ParametersWithIV(lengthKey, nonce));
        var block = new byte[STREAM_BLOCK_SIZE];
        payloadCipher.processBytes(block, 0, block.length, block, 0);
        mac.init(new KeyParameter(block, 0, KEY_SIZE));
    }

    @Override
    public void updateAAD(byte[] length) {
        updateAAD(length, 0, length.length);
    }

    /** Encrypts or decrypts the length of a packet in place. */
    @Override
    public void updateAAD(byte[] packet, int offset, int size) {
        if (size != encryptedLength.length) {
            throw new IllegalArgumentException(
                    "the length of a packet has %d bytes, not %d".formatted(Integer.BYTES, size));
        }
        if (mode == Mode.Decrypt) {
            System.arraycopy(packet, offset, encryptedLength, 0, size);
        }
        lengthCipher.processBytes(packet, offset, size, packet, offset);
        if (mode == Mode.Encrypt) {
            System.arraycopy(packet, offset, encryptedLength, 0, size);
        }
    }

    /**
     * Encrypts the payload of a packet in place and writes the tag behind it, or decrypts it if the tag behind it is right.
     *
     * @throws SSHRuntimeException if it is not
     */
    @Override
    public void update(byte[] packet, int offset, int size) {
        int end = offset + size;
        if (mode == Mode.Encrypt) {
            payloadCipher.processBytes(packet, offset, size, packet, offset);
            System.arraycopy(tag(packet, offset, size), 0, packet, end, TAG_SIZE);
        } else {
            if (!MessageDigest.isEqual(tag(packet, offset, size), Arrays.copyOfRange(packet, end, end + TAG_SIZE))) {
                throw new SSHRuntimeException("MAC Error");
            }
            payloadCipher.processBytes(packet, offset, size, packet, offset);
        }
    }

    @Override
    public void updateWithAAD(byte[] packet, int offset, int lengthSize, int size) {
        updateAAD(packet, offset, lengthSize);
        update(packet, offset + lengthSize, size);
    }

    private byte[] tag(byte[] packet, int offset, int size) {
        mac.update(encryptedLength, 0, encryptedLength.length);
        mac.update(packet, offset, size);
        var tag = new byte[TAG_SIZE];
        mac.doFinal(tag, 0);
        return tag;
    }
}
