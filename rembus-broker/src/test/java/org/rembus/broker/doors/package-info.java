/**
 * Bad input, tried at every door of a whole broker alike: on each the one who sends it is told or closed, counted and logged, and
 * who is on the same door and topic notices nothing.
 *
 * <p>What is tried is a table, {@link org.rembus.broker.doors.Misdeeds}. Everything runs on the test's own thread.
 */
@NullMarked
package org.rembus.broker.doors;

import org.jspecify.annotations.NullMarked;
