package org.rembus.protocol.framing;

/** A number of bytes that several owners of buffers share. */
public interface ByteBudget {
    /** A budget that is never used up. */
    ByteBudget UNLIMITED = new ByteBudget() {
        @Override
        public boolean take(int bytes) {
            return true;
        }

        @Override
        public void giveBack(int bytes) {
            // nothing is counted
        }
    };

    /** Takes all of these bytes, or none. */
    boolean take(int bytes);

    /** Gives back what was taken. */
    void giveBack(int bytes);
}
