/** What makes a bundle private and provable: age, OpenSSH signatures, and keyed fingerprints. */
@org.jspecify.annotations.NullMarked
package org.apicdr.crypto;
