/**
 * Certificates and keys as text (RFC 7468): what brokers and components are given to speak TLS with.
 *
 * <p>Stateless; any thread may call it. Reading the files is its callers' business.
 */
@NullMarked
package org.rembus.protocol.pem;

import org.jspecify.annotations.NullMarked;
