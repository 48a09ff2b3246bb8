package org.rembus.protocol;

/**
 * A peer sent bytes that are not a Rembus message: ill-formed CBOR, a wrong type in the envelope, a limit exceeded.
 *
 * <p>It is the only exception that decoding throws, whatever the bytes. It carries no stack trace, because what matters
 * is the peer and the reason, and because a hostile peer must not make us pay for one.
 */
public final class ProtocolException extends Exception {
    private static final long serialVersionUID = 1L;

    /** @param reason what is wrong, in words fit for a log and for the peer; never contains payload data */
    public ProtocolException(String reason) {
        super(reason, null, false, false);
    }
}
