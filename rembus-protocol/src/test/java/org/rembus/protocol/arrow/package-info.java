/** Tests of the rows of DataFrames, by streams that other libraries made; {@code frames.py} among the resources made them. */
@NullMarked
package org.rembus.protocol.arrow;

import org.jspecify.annotations.NullMarked;
