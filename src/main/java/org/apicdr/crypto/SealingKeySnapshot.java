package org.apicdr.crypto;

/**
 * The keys that one bundle is sealed and signed with. Taken once for each bundle, because the files may change while it
 * is being created.
 *
 * @param recipients the recipients that can decrypt it
 * @param signingKey the key that signs it
 */
public record SealingKeySnapshot(AgeRecipients recipients, SigningKey signingKey) {}
