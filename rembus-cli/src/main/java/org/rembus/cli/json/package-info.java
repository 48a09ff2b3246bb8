/**
 * JSON text, which is what the command line reads, as values that travel.
 *
 * <p>Pure functions for the commands, callable from any thread.
 */
@NullMarked
package org.rembus.cli.json;

import org.jspecify.annotations.NullMarked;
