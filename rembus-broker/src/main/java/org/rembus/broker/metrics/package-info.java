/**
 * What monitoring is told: the figures of router, transports and Java, for Prometheus.
 *
 * <p>Figures are taken on the loop, where they are plain numbers, and made into text on another thread.
 */
@NullMarked
package org.rembus.broker.metrics;

import org.jspecify.annotations.NullMarked;
