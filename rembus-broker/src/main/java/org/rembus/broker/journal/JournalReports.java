package org.rembus.broker.journal;

/** What a journal tells the router about the entries it was given, in the order in which they were appended. */
public interface JournalReports {

    /**
     * The next {@code count} entries that had no number have consecutive ones now, from {@code first} on. A number is
     * given once: that of an entry that is lost is never given again.
     */
    void onNumbered(long first, int count);

    /** Every entry up to this sequence survives from now on. */
    void onDurable(long through);

    /**
     * The oldest {@code count} entries that were not reported durable are lost, numbered or not: the journal cannot
     * write. Later ones may succeed.
     */
    void onLost(int count);

    /**
     * Nothing can be stored any more until {@link #onRecovered}: what is appended is lost. Told before the losses, and again
     * when another attempt has failed.
     *
     * @param reason a sentence for the operator
     */
    void onFailed(String reason);

    /** Entries can be stored again. */
    void onRecovered();

    /**
     * Something that was stored cannot be read.
     *
     * @param what a sentence for the operator
     */
    void onDamaged(String what);

    /**
     * What {@link #onDamaged} told of can be read again.
     *
     * @param what a sentence for the operator
     */
    void onMended(String what);
}
