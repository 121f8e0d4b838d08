/**
 * Health checks and metrics of the store and the cluster. The service keeps working if one of them is unavailable, so
 * neither affects liveness or readiness. A health group of their own reports which is unavailable, since when, and what to
 * do. Results are cached for some seconds, so that frequent probes cause no load.
 */
@org.jspecify.annotations.NullMarked
package org.apicdr.monitoring;
