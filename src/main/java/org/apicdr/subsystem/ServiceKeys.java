package org.apicdr.subsystem;

/** The private keys that this service is configured with. */
public interface ServiceKeys {

    /** Whether a value holds one of them. */
    boolean contain(byte[] value);
}
