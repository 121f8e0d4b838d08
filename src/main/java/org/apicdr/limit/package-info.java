/**
 * How much a caller may send, and how many at once: nobody keeps the others out by a request that is too long, too slow,
 * or one of too many. Quarkus and Vert.x have bounds of their own but answer without a word; theirs are set higher, so
 * that these are met first.
 */
@org.jspecify.annotations.NullMarked
package org.apicdr.limit;
