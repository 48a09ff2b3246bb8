/** What {@code rembus top} shows: a broker's answer, made into a screen. Values only; no terminal, no connection. */
@NullMarked
package org.rembus.cli.top;

import org.jspecify.annotations.NullMarked;
