package org.apicdr.rest.tls;

/** The files are not what HTTPS needs; the message names the property and the file, and says what is wrong. */
final class InvalidCertificateException extends Exception {

    private static final long serialVersionUID = 1L;

    InvalidCertificateException(String complaint) {
        super("%s: %s".formatted(HttpsConfigSource.FOLDER, complaint));
    }

    String complaint() {
        return String.valueOf(getMessage());
    }
}
