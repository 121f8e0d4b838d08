package org.apicdr.rest.tls;

/** HTTPS cannot be served with the files. The message names the property, the file and the fault. */
final class InvalidCertificateException extends Exception {

    private static final long serialVersionUID = 1L;

    InvalidCertificateException(String fault) {
        super("%s: %s".formatted(HttpsConfigSource.FOLDER, fault));
    }

    String violation() {
        return String.valueOf(getMessage());
    }
}
