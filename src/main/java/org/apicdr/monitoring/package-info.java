/**
 * What the service knows of the store and the cluster that it depends on, and how long ago it looked. Both may be away
 * while it goes on serving what it can: so neither has a say in whether the process lives or is ready, and an operator is
 * told apart which of them is away, since when, and what to do. Nothing is looked at for a probe or a scrape alone: those
 * who ask often are given what was seen a few seconds ago.
 */
@org.jspecify.annotations.NullMarked
package org.apicdr.monitoring;
