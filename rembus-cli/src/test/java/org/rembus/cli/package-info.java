/**
 * The commands against a real broker: in this process where that will do, else as a person starts them.
 */
@NullMarked
package org.rembus.cli;

import org.jspecify.annotations.NullMarked;
