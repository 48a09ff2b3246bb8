package org.rembus.cli.bench;

/**
 * How far a run, or the part of it that is under way, has come.
 *
 * @param what has been done, a participle
 * @param done how often
 * @param share of all that is to be done, from 0 on; 0 when time alone sets an end
 * @param seconds since it began
 */
record Progress(String what, long done, double share, double seconds) {
    /** Done per second. */
    public long rate() {
        return seconds > 0 ? Math.round(done / seconds) : 0;
    }
}
