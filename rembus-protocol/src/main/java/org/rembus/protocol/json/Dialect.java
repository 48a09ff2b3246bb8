package org.rembus.protocol.json;

/** Whose JSON-RPC a peer speaks: it shows in the name of the member that tells envelopes apart (PROTOCOL.md section 5). */
public enum Dialect {
    /** {@code type}. */
    PYTHON,
    /** {@code __type__}. */
    JULIA,
    /** There was none, or there were both, as we write them. */
    UNSAID;

    /**
     * Whether a peer that last spoke so is taken for Julia's.
     *
     * @param idLength of the ids that it sends
     */
    public boolean isJulias(int idLength) {
        return JsonId.isJson(idLength) && (this == JULIA || this == UNSAID && JsonId.isText(idLength));
    }
}
