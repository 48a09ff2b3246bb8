package org.rembus.broker.transport.http;

/** Hears what becomes of the answer to a request. Called on the loop. */
interface Answering {
    /** It is in the output, and another request may follow. */
    void onAnswered();

    /** It has begun, and goes on until the connection ends. */
    void onEndless();

    /** It was the last one, and is written: what still comes is of no use, but for its end. */
    void onLast();
}
