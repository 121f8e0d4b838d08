package org.apicdr.sftp;

import java.util.regex.Pattern;

/**
 * The SFTP server and the account used there.
 *
 * @param host name or address
 * @param port its port
 * @param user the account's name
 * @param purpose what it is asked for
 */
record SftpEndpoint(String host, int port, String user, ServerRole purpose) {

    static final int DEFAULT_PORT = 22;

    /** RFC 1035, section 2.3.4: no name is longer; addresses are shorter. */
    private static final int MAX_HOST = 253;

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]*");

    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f.:]+(%[A-Za-z0-9._~-]+)?");

    private static final int MAX_PORT = 65_535;

    private static final int MAX_WORDS = 200;

    /**
     * Whether this may be a host name, an IPv4 address, or an IPv6 address with or without a zone. Takes time in
     * proportion to at most 253 characters, as the host of backups comes from a resource that others write.
     */
    static boolean isHost(String host) {
        return host.length() <= MAX_HOST && (NAME.matcher(host).matches() || isIpv6(host));
    }

    private static boolean isIpv6(String host) {
        return host.indexOf(':') != host.lastIndexOf(':') && IPV6.matcher(host).matches();
    }

    static boolean isPort(int port) {
        return port >= 1 && port <= MAX_PORT;
    }

    static boolean isUser(String user) {
        return !user.isEmpty() && user.chars().noneMatch(Character::isISOControl);
    }

    /** The host as known_hosts names it: with its port unless that is the default. */
    String knownHostsName() {
        return port == DEFAULT_PORT ? host : "[%s]:%d".formatted(host, port);
    }

    /** What it is called in a sentence, after an article. */
    String title() {
        return purpose.title() + " " + this;
    }

    /** What its user is called in a sentence, after an article. */
    String account() {
        return purpose.account(user);
    }

    /** Words in one line. */
    static String printable(String words) {
        return words.replaceAll("\\p{Cntrl}", " ").strip();
    }

    /** What it said, made fit for a sentence: one line that is not long and does not tell a secret user. */
    String quote(String words) {
        var shown = purpose == ServerRole.STORE || user.isEmpty() ? words : words.replace(user, "…");
        var line = printable(shown);
        return line.length() > MAX_WORDS ? line.substring(0, MAX_WORDS) : line;
    }

    /** {@code host:port}, as in a URI. */
    @Override
    public String toString() {
        return (host.contains(":") ? "[%s]:%d" : "%s:%d").formatted(host, port);
    }
}
