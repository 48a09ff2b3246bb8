/**
 * The parts of the load that need no broker.
 */
@NullMarked
package org.rembus.cli.bench;

import org.jspecify.annotations.NullMarked;
