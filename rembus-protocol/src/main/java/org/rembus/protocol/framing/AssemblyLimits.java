package org.rembus.protocol.framing;

/**
 * How much a reader may hold of a message that has not come whole.
 *
 * @param maxMessageBytes a longer message is answered by the close code 1009
 * @param budget where the memory comes from; a message for which there is none is answered by the close code 1013.
 *     Assemblies of up to {@value Assembly#FREE_BYTES} bytes are not counted, so that ordinary traffic goes on when the
 *     budget is used up.
 */
public record AssemblyLimits(int maxMessageBytes, ByteBudget budget) {
    public AssemblyLimits {
        if (maxMessageBytes < 1) {
            throw new IllegalArgumentException("messages of at most " + maxMessageBytes + " bytes");
        }
    }
}
