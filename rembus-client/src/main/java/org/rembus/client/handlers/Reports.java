package org.rembus.client.handlers;

/** Where trouble is told. May be called by any thread; does not block. */
public interface Reports {

    /** A handler threw. */
    void handlerFailed(String topic, Throwable cause);

    /** Messages of this topic were dropped, so many since the last report: at most one report a second. */
    void dropped(String topic, long count);
}
