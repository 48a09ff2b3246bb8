/**
 * Makes a certificate authority of one's own and certificates for brokers, and puts them where brokers and components look for
 * them. Called by {@code rembus certificate}, on its thread.
 */
@NullMarked
package org.rembus.cli.certificates;

import org.jspecify.annotations.NullMarked;
