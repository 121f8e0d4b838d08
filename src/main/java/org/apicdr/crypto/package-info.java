/** Encryption with age, OpenSSH signatures, and keyed fingerprints. */
@org.jspecify.annotations.NullMarked
package org.apicdr.crypto;
