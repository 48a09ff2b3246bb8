package org.rembus.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import org.rembus.broker.journal.PublishRecord;
import org.rembus.broker.journal.Since;
import org.rembus.broker.journal.TwinChange;
import org.rembus.broker.journal.TwinChange.Start;
import org.rembus.broker.journal.log.LogOptions;
import org.rembus.broker.journal.rocksdb.RocksViewLimits;
import org.rembus.broker.journal.rocksdb.RocksViewSource;
import org.rembus.protocol.Payload;
import org.rembus.protocol.PublishFlags;
import org.rembus.protocol.QoS;

/**
 * A data folder as a broker leaves it that many components have visited, and then left before many messages were
 * published: written through the broker's own log and view, without the connections.
 *
 * @param twins so many components, each with a subscription of its own, and one that all have
 * @param messages so many messages in all
 * @param away so many of the components find messages of their own
 * @param own so many each, evenly among the others
 */
public record ScaleData(int twins, int messages, int away, int own) {
    private static final int TOPICS = 1000;
    private static final int MESSAGE_BYTES = 200;
    private static final String TENANT = ".";

    /** The name of one of the components. */
    static String name(int twin) {
        return "twin/" + twin;
    }

    /** What only that component subscribes to. */
    static String topic(int twin) {
        return "device/" + twin + "/command";
    }

    /** Makes it: a folder that is not there yet. */
    public void writeTo(Path data) throws IOException, InterruptedException {
        RocksViewSource view = new RocksViewSource(data.resolve("view"), RocksViewLimits.DEFAULT);
        OpenLog log = new OpenLog(data.resolve("journal"), view, LogOptions.DEFAULT);
        for (int twin = 0; twin < twins; twin++) {
            visit(log, name(twin), topic(twin));
        }
        publish(log);
        log.settle();
        log.shut();
    }

    private static void visit(OpenLog log, String rid, String topic) throws InterruptedException {
        log.append(new TwinChange.Arrived(rid));
        log.append(subscribed(rid, 1, topic));
        log.append(subscribed(rid, 2, "broadcast"));
        log.append(new TwinChange.Activated(rid));
        log.append(new TwinChange.Deactivated(rid));
    }

    private static TwinChange subscribed(String rid, int number, String topic) {
        return new TwinChange.Subscribed(rid, number, topic, false, Since.LAST_RECEIVED, QoS.EXACTLY_ONCE, Start.HERE);
    }

    private void publish(OpenLog log) throws InterruptedException {
        Payload payload = Payload.ofArguments(new byte[MESSAGE_BYTES]);
        int distance = messages / own;
        for (int i = 0; i < messages; i++) {
            // those of one component stand a hundredth of all apart
            int twin = i % distance;
            String topic = twin < away ? topic(twin) : "sensor/" + i % TOPICS;
            log.append(new PublishRecord(i, TENANT, "publisher", PublishFlags.QOS0, null, topic, payload));
        }
    }
}
