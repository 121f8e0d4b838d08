package org.apicdr.sftp.config;

import java.util.regex.Pattern;

/**
 * An SFTP server and the account used there.
 *
 * @param host host name or address
 * @param port the port
 * @param user the name of the account
 * @param role what the server is used for
 */
public record SftpEndpoint(String host, int port, String user, ServerRole role) {

    public static final int DEFAULT_PORT = 22;

    /** RFC 1035, section 2.3.4: no name is longer; addresses are shorter. */
    private static final int MAX_HOST = 253;

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]*");

    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f.:]+(%[A-Za-z0-9._~-]+)?");

    private static final int MAX_PORT = 65_535;

    private static final int MAX_QUOTE = 200;

    /**
     * Returns whether this may be a host name, an IPv4 address, or an IPv6 address with or without a zone. At most 253
     * characters are matched, because the host of backups comes from a resource that others write.
     */
    public static boolean isHost(String host) {
        return host.length() <= MAX_HOST && (NAME.matcher(host).matches() || isIpv6(host));
    }

    private static boolean isIpv6(String host) {
        return host.indexOf(':') != host.lastIndexOf(':') && IPV6.matcher(host).matches();
    }

    public static boolean isPort(int port) {
        return port >= 1 && port <= MAX_PORT;
    }

    public static boolean isUser(String user) {
        return !user.isEmpty() && user.chars().noneMatch(Character::isISOControl);
    }

    /** Returns the host as written in known_hosts: with its port unless that is the default. */
    public String knownHostsName() {
        return port == DEFAULT_PORT ? host : "[%s]:%d".formatted(host, port);
    }

    /** Returns the name of the server in a sentence, after an article. */
    public String title() {
        return role.title() + " " + this;
    }

    /** Returns the name of the account in a sentence, after an article. */
    public String account() {
        return role.account(user);
    }

    /** Returns a text in one line, without characters that control a terminal or the direction of text. */
    public static String printable(String text) {
        return text.replaceAll("\\p{C}", " ").strip();
    }

    /**
     * Returns a text of the server for use in a message: in one line, shortened, and without the user name if that is
     * secret.
     */
    public String quote(String text) {
        var shown = role == ServerRole.STORE || user.isEmpty() ? text : text.replace(user, "…");
        var line = printable(shown);
        return line.length() > MAX_QUOTE ? line.substring(0, MAX_QUOTE) : line;
    }

    /** {@code host:port}, as in a URI. */
    @Override
    public String toString() {
        return (host.contains(":") ? "[%s]:%d" : "%s:%d").formatted(host, port);
    }
}
