package org.rembus.cli;

import java.time.Duration;
import java.util.Map;
import org.rembus.cli.print.Console;
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

    @Override
    public void onDroppedByBroker(long count, Map<String, Long> topics) {
        console.say("the broker dropped " + count + " messages, because they were not read fast enough");
    }

    @Override
    public void onOvertaken(String topic, long count) {
        console.say(
                topic + ": up to " + count + " messages are gone, because the broker did not keep them for so long");
    }

    @Override
    public void onDraining() {
        console.say("the broker is about to stop");
    }
}
