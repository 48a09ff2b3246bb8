/**
 * JSON instead of CBOR (PROTOCOL.md section 5): values from the one to the other, in one pass and without objects for them.
 *
 * <p>Pure functions, callable from any thread. What they take and give is bounded by what they are given, and by a
 * constant for DataFrames, which may stand for any number of rows.
 */
@NullMarked
package org.rembus.protocol.json;

import org.jspecify.annotations.NullMarked;
