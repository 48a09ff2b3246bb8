/**
 * What can be set, and from where: an explicit option, the broker's {@code settings.json}, the environment, the default,
 * in this order (PROTOCOL.md section 14).
 *
 * <p>Read once, before anything starts; a value that is impossible stops the start with a sentence that names it. Any
 * thread may use what was read.
 */
@NullMarked
package org.rembus.broker.settings;

import org.jspecify.annotations.NullMarked;
