/**
 * Between the values that travel and the types that applications use.
 *
 * <p>Pure functions, callable from any thread. What comes in is converted strictly: a number that does not fit is an
 * error, never cut off. What goes out takes the form that peers in other languages expect.
 */
@NullMarked
package org.rembus.client.values;

import org.jspecify.annotations.NullMarked;
