/**
 * What the broker remembers: the messages that were published and what twins know of them.
 *
 * <p>The router speaks to two interfaces, {@link org.rembus.broker.journal.Journal} and
 * {@link org.rembus.broker.journal.TwinStore}; the engines live in the packages below. Everything that must survive is
 * an entry of the one journal, in the router's order; the store of twins is a view of it.
 */
@NullMarked
package org.rembus.broker.journal;

import org.jspecify.annotations.NullMarked;
