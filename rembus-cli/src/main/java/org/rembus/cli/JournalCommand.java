package org.rembus.cli;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import org.rembus.broker.journal.disk.Disk;
import org.rembus.broker.journal.disk.RealDisk;
import org.rembus.broker.journal.log.LogInspection;
import org.rembus.broker.journal.log.LogInspection.SegmentInfo;
import org.rembus.cli.print.Console;
import org.rembus.cli.print.FailedException;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Parameters;

/** {@code rembus journal}: looks at the journal of a broker that is stopped, and changes nothing. */
@Command(
        name = "journal",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "WHAT",
        header = "Look at the journal of a stopped broker.",
        description = {"", "Reads only. A broker that runs has its folder for itself: stop it first.", ""},
        footerHeading = "%nExamples:%n",
        footer = {
            "  rembus journal info ~/.config/rembus/broker",
            "  rembus journal verify ~/.config/rembus/broker && echo intact"
        })
final class JournalCommand {
    private static final String FOLDER = "journal";

    private final Console console;

    JournalCommand(Console console) {
        this.console = console;
    }

    @Command(
            name = "info",
            mixinStandardHelpOptions = true,
            header = "Say what is in it: segments, sequences, bytes.",
            description = {
                "",
                "Reads the segments' headers and the last segment. Exit status 1 when they are damaged.",
                ""
            })
    int info(
            @Parameters(paramLabel = "DIR", description = "The broker's data folder, or the folder journal in it.")
                    Path folder)
            throws IOException {
        try (Disk disk = open(folder)) {
            LogInspection inspection = LogInspection.info(disk);
            print(disk, inspection);
            return report(inspection);
        }
    }

    @Command(
            name = "verify",
            mixinStandardHelpOptions = true,
            header = "Read all of it and check it.",
            description = {"", "Exit status 0 when everything is intact, 1 when something is damaged or missing.", ""})
    int verify(
            @Parameters(paramLabel = "DIR", description = "The broker's data folder, or the folder journal in it.")
                    Path folder)
            throws IOException {
        try (Disk disk = open(folder)) {
            LogInspection inspection = LogInspection.verify(disk);
            print(disk, inspection);
            console.line("entries    " + sum(inspection, SegmentInfo::entries));
            console.line("publishes  " + sum(inspection, SegmentInfo::publishes));
            console.line("batches    " + sum(inspection, SegmentInfo::batches));
            int status = report(inspection);
            if (status == ExitCode.OK) {
                console.line("intact");
            }
            return status;
        }
    }

    private static Disk open(Path folder) throws IOException {
        Path inside = folder.resolve(FOLDER);
        Path journal = Files.isDirectory(inside) ? inside : folder;
        if (!Files.isDirectory(journal)) {
            throw new FailedException(folder + ": no such folder");
        }
        // before it is opened, which leaves a lock there
        try (DirectoryStream<Path> segments = Files.newDirectoryStream(journal, "*.segment")) {
            if (!segments.iterator().hasNext()) {
                throw new FailedException(folder + ": there is no journal");
            }
        }
        return RealDisk.open(journal);
    }

    private void print(Disk disk, LogInspection inspection) {
        console.line("journal    " + disk.name());
        console.line(String.format(Locale.ROOT, "epoch      %016x", inspection.epoch()));
        for (SegmentInfo segment : inspection.segments()) {
            console.line(String.format(
                    Locale.ROOT,
                    "segment    %s  sequences %d to %d  %,d bytes%s",
                    segment.file(),
                    segment.firstSequence(),
                    segment.lastSequence(),
                    segment.bytes(),
                    newest(segment)));
        }
        if (inspection.tornBytes() > 0) {
            console.line("torn       " + inspection.tornBytes()
                    + " bytes that were being written when the broker ended; it will cut them off");
        }
    }

    private static String newest(SegmentInfo segment) {
        return segment.newestNs() == 0
                ? ""
                : "  newest " + Instant.EPOCH.plusMillis(TimeUnit.NANOSECONDS.toMillis(segment.newestNs()));
    }

    private int report(LogInspection inspection) {
        inspection.problems().forEach(console::say);
        return inspection.problems().isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private static long sum(LogInspection inspection, ToLongFunction<SegmentInfo> count) {
        return inspection.segments().stream().mapToLong(count).sum();
    }
}
