package org.apicdr.subsystem;

/** The configured private keys of this service. */
public interface ServiceKeys {

    /** Returns whether a value contains one of them. */
    boolean contain(byte[] value);
}
