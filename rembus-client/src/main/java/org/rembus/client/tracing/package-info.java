/**
 * Spans of what a component does, for whoever traces: none, or those of OpenTelemetry.
 *
 * <p>The API of OpenTelemetry need not be there: only {@link org.rembus.client.tracing.OpenTelemetryTracing} and what it makes know
 * its classes, and nobody else names them. Everything here may be used by any thread.
 */
@NullMarked
package org.rembus.client.tracing;

import org.jspecify.annotations.NullMarked;
