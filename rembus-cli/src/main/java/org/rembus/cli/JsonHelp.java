package org.rembus.cli;

/** The paragraphs on values that several commands show. */
final class JsonHelp {
    static final String READ = "An ARG that is valid JSON is that value: 42, -1.5, true, null, '\"42\"', '[1,2]', "
            + "'{\"a\":1}'. Anything else is text. Integers of any size are exact; numbers with a fraction or an exponent are "
            + "64-bit floats. Before an ARG that begins with a hyphen and is no number, write --.";

    static final String WRITTEN =
            "In the JSON that it writes, binary is base64 text, NaN and the infinities are the texts "
                    + "\"NaN\", \"Infinity\" and \"-Infinity\", a DataFrame is an array of its rows, and a value that only CBOR has is "
                    + "{\"tag\":N,\"value\":…}. What a terminal would obey, or not show, is escaped. A text of more than 64 MiB, if "
                    + "its CBOR is shorter, is {\"cbor\":BASE64}.";

    private JsonHelp() {}
}
