/**
 * The command {@code rembus}: its options, its output and its exit statuses.
 * Stands on client and broker; nothing stands on it.
 */
@NullMarked
package org.rembus.cli;

import org.jspecify.annotations.NullMarked;
