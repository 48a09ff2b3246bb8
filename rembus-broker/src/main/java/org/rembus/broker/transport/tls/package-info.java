/**
 * TLS under the transports: the certificate and its renewal, the handshake, and the bounds of what comes in encrypted.
 *
 * <p>Only {@link org.rembus.broker.transport.tls.TlsEntrance} is used from outside. Connections are handled on the loop; the
 * cryptography of certificates, and their files, on a few threads of this package's own.
 */
@NullMarked
package org.rembus.broker.transport.tls;

import org.jspecify.annotations.NullMarked;
