/**
 * The application's handlers in the form in which they are run: what both those that run them and the spans around them know.
 */
@NullMarked
package org.rembus.client.tasks;

import org.jspecify.annotations.NullMarked;
