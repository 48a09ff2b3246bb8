/**
 * Payloads in the language of the peers that do not speak the publisher's: each is translated once for all of them. Used on the
 * loop; what takes long is done beside it.
 */
@NullMarked
package org.rembus.broker.transport.translation;

import org.jspecify.annotations.NullMarked;
