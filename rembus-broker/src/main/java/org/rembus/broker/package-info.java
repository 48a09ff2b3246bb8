/**
 * The broker and its options: all that an application which embeds it touches.
 * The rooms below it (routing, transport, journal, admin) are its organs and not for others.
 */
@NullMarked
package org.rembus.broker;

import org.jspecify.annotations.NullMarked;
