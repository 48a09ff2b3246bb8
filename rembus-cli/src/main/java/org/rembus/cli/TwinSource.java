package org.rembus.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.rembus.broker.StoredTwins;
import org.rembus.broker.admin.AdminCommand;
import org.rembus.broker.journal.disk.DirectoryInUseException;
import org.rembus.cli.json.Parts;
import org.rembus.cli.print.FailedException;
import org.rembus.cli.words.BrokerUrl;
import org.rembus.protocol.Message;
import org.rembus.protocol.Status;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where to ask about twins: a broker that runs, or the folder of one that does not. */
final class TwinSource {
    private static final int PAGE = 500;
    private static final String TWINS = "twins";

    @Mixin
    private final BrokerUrl broker = new BrokerUrl();

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The data folder of a broker that is stopped, to be read instead.")
    private @Nullable Path data;

    /** Visits pages of summaries, by the twins' names. */
    void list(Consumer<List<Map<?, ?>>> visitor) throws IOException, InterruptedException {
        if (data == null) {
            try (BrokerLink link = BrokerLink.open(broker.options().build())) {
                list(link, visitor);
            }
        } else {
            try (StoredTwins twins = open(data)) {
                Pages pages = new Pages(visitor);
                twins.forEach(pages::add);
                pages.end();
            }
        }
    }

    private static void list(BrokerLink link, Consumer<List<Map<?, ?>>> visitor) throws InterruptedException {
        Object after = "";
        while (after instanceof String name) {
            Map<String, Object> keys = Map.of("after", name, "limit", (long) PAGE);
            Map<?, ?> answer = link.map(link.ask(TWINS, AdminCommand.ListTwins.NAME, keys));
            visitor.accept(Parts.maps(answer.get("twins")));
            after = answer.get("next");
        }
    }

    /** @throws FailedException if nothing is known of a component of this name */
    Map<?, ?> show(String name) throws IOException, InterruptedException {
        if (data == null) {
            try (BrokerLink link = BrokerLink.open(broker.options().build())) {
                Message.Response response = link.ask(TWINS, AdminCommand.ShowTwin.NAME, Map.of("name", name));
                if (response.status() == Status.TARGET_NOT_FOUND) {
                    throw unknown(name);
                }
                return link.map(response);
            }
        }
        try (StoredTwins twins = open(data)) {
            return twins.find(name).orElseThrow(() -> unknown(name));
        }
    }

    private static StoredTwins open(Path folder) throws IOException {
        try {
            return StoredTwins.open(folder);
        } catch (DirectoryInUseException e) {
            throw new FailedException(folder + " is in use by a running broker; ask it with --url", e);
        }
    }

    private static FailedException unknown(String name) {
        return new FailedException(name + ": no component of this name is known");
    }

    /** Collects summaries to pages. */
    private static final class Pages {
        private final Consumer<List<Map<?, ?>>> visitor;
        private final Map<String, Map<?, ?>> page = new LinkedHashMap<>();

        Pages(Consumer<List<Map<?, ?>>> visitor) {
            this.visitor = visitor;
        }

        void add(Map<String, @Nullable Object> summary) {
            page.put(String.valueOf(summary.get("name")), summary);
            if (page.size() == PAGE) {
                end();
            }
        }

        void end() {
            visitor.accept(List.copyOf(page.values()));
            page.clear();
        }
    }
}
