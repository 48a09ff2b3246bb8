/**
 * What the command writes to its log, and how.
 *
 * <p>To be set before anything logs; what is set then holds for all threads.
 */
@NullMarked
package org.rembus.cli.logging;

import org.jspecify.annotations.NullMarked;
