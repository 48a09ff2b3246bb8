package org.rembus.cli.words;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.rembus.cli.json.JsonIn;
import org.rembus.cli.json.NotJsonException;
import org.rembus.protocol.Topic;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Checks of a command's words that go beyond one word. What fails is wrong usage. */
public final class Arguments {
    private Arguments() {}

    /** What the ARGs stand for. */
    public static @Nullable Object[] values(CommandSpec command, List<String> words) {
        List<@Nullable Object> values = new ArrayList<>();
        for (String word : words) {
            try {
                values.add(JsonIn.readOrTake(word));
            } catch (NotJsonException unfit) {
                throw wrong(command, "this cannot be sent: " + unfit.getMessage());
            }
        }
        return values.toArray();
    }

    /** What is made of them; what has no form on the wire is wrong usage, like what is no JSON. */
    public static <T> T fit(CommandSpec command, Supplier<T> made) {
        try {
            return made.get();
        } catch (IllegalArgumentException unfit) {
            throw wrong(command, "this cannot be sent: " + unfit.getMessage());
        }
    }

    /** A topic that is no pattern. */
    public static String exact(CommandSpec command, Topic topic) {
        if (topic.isPattern()) {
            throw wrong(command, topic + " is a pattern, which can only be subscribed to");
        }
        return topic.toString();
    }

    /** An option's number, if it is from 1 to the highest. */
    public static int upTo(CommandSpec command, int highest, long given, String option) {
        if (given < 1 || given > highest) {
            throw wrong(command, option + " " + given + ": a number from 1 to " + highest + " is expected");
        }
        return (int) given;
    }

    public static ParameterException wrong(CommandSpec command, String sentence) {
        CommandLine line = command.commandLine();
        return new ParameterException(line, sentence);
    }
}
