package org.apicdr.sftp.connection;

import net.schmizz.sshj.common.Buffer;
import net.schmizz.sshj.common.Message;
import net.schmizz.sshj.common.SSHPacket;
import net.schmizz.sshj.transport.TransportException;
import net.schmizz.sshj.userauth.UserAuthException;
import net.schmizz.sshj.userauth.method.AbstractAuthMethod;

/**
 * The method {@code keyboard-interactive} (RFC 4256) with a password as the only answer. The first prompt gets it if it
 * is alone and hidden, in any language. Any other prompt ends the method without an answer.
 */
final class KeyboardInteractivePassword extends AbstractAuthMethod {

    private final String password;
    private boolean sent;

    KeyboardInteractivePassword(String password) {
        super("keyboard-interactive");
        this.password = password;
    }

    @Override
    protected SSHPacket buildReq() throws UserAuthException {
        return super.buildReq()
                .putString("") // language
                .putString(""); // submethods
    }

    @Override
    public void handle(Message message, SSHPacket packet) throws UserAuthException, TransportException {
        if (message != Message.USERAUTH_60) { // SSH_MSG_USERAUTH_INFO_REQUEST
            super.handle(message, packet);
            return;
        }
        boolean asked = requireSuitable(packet);
        var response = new SSHPacket(Message.USERAUTH_INFO_RESPONSE).putUInt32(asked ? 1 : 0);
        if (asked) {
            sent = true;
            response.putSensitiveString(password.toCharArray());
        }
        params.getTransport().write(response);
    }

    /** Returns whether there is a prompt, which is the case unless the server only shows a text. */
    private boolean requireSuitable(SSHPacket packet) throws UserAuthException {
        try {
            packet.readString(); // name
            packet.readString(); // instruction
            packet.readString(); // language
            long prompts = packet.readUInt32();
            if (prompts == 0) {
                return false;
            }
            var prompt = packet.readString();
            boolean echo = packet.readBoolean();
            if (prompts > 1) {
                throw new UnsuitablePromptException(prompt, "is one of %d at a time".formatted(prompts));
            }
            if (echo) {
                throw new UnsuitablePromptException(prompt, "does not hide its answer");
            }
            if (sent) {
                throw new UnsuitablePromptException(prompt, "follows the one that got the password");
            }
            return true;
        } catch (Buffer.BufferException e) {
            throw new UserAuthException(e);
        }
    }

    /** Thrown for a prompt that gets no answer. */
    static final class UnsuitablePromptException extends UserAuthException {

        private static final long serialVersionUID = 1L;

        private final String prompt;
        private final String reason;

        UnsuitablePromptException(String prompt, String reason) {
            super("unsuitable prompt");
            this.prompt = prompt;
            this.reason = reason;
        }

        /** Returns the prompt, as the server sent it. */
        String prompt() {
            return prompt;
        }

        /** Returns why it gets no answer, as the predicate of a sentence. */
        String reason() {
            return reason;
        }
    }
}
