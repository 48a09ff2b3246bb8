/**
 * The frames of real peers, read from {@code vectors/} among the test resources, and what must be true of them.
 *
 * <p>{@code Vectors} reads the files, {@code Meaning} turns what a file says of a frame into our own values.
 */
@NullMarked
package org.rembus.protocol.vectors;

import org.jspecify.annotations.NullMarked;
