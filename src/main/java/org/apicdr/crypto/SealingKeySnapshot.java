package org.apicdr.crypto;

/**
 * What one bundle is sealed and signed with. Taken once for each bundle: the files may be swapped while it is being made.
 *
 * @param recipients those who can open it
 * @param signingKey the key that signs it
 */
public record SealingKeySnapshot(AgeRecipients recipients, SigningKey signingKey) {}
