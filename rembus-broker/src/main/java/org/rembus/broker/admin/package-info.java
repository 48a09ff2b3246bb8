/**
 * Administration commands as peers write them, in both vocabularies, read into one form (PROTOCOL.md section 7).
 *
 * <p>Pure functions without state; {@code routing} carries the commands out.
 */
@NullMarked
package org.rembus.broker.admin;

import org.jspecify.annotations.NullMarked;
