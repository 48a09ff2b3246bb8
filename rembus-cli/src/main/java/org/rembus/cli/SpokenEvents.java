package org.rembus.cli;

import java.time.Duration;
import org.rembus.client.ComponentListener;
import org.rembus.client.NotConnectedException;
import org.rembus.client.RembusException;

/** Says on standard error what happens to a command's connection. */
final class SpokenEvents implements ComponentListener {
    private final Console console;
    private boolean saidThatItFails;

    SpokenEvents(Console console) {
        this.console = console;
    }

    @Override
    public void onDisconnected(NotConnectedException cause) {
        if (cause.reason() == NotConnectedException.Reason.DISCONNECTED) {
            console.say(cause.getMessage() + "; connecting again");
        }
    }

    /** Said once for each time that the connection is lost, however long it takes. */
    @Override
    public void onConnectFailed(RembusException cause, Duration pause) {
        if (!saidThatItFails) {
            console.say(cause.getMessage() + "; trying on");
        }
        saidThatItFails = true;
    }

    @Override
    public void onReconnected() {
        saidThatItFails = false;
        console.say("connected again");
    }

    @Override
    public void onHandlerFailed(String topic, Throwable cause) {
        console.say(topic + ": " + cause.getMessage());
    }

    @Override
    public void onDropped(String topic, long count) {
        console.say(topic + ": " + count + " messages came faster than they could be taken, and were dropped");
    }
}
