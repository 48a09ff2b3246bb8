package org.rembus.broker.routing;

/** The name in what a peer calls itself: a name, or from Julia peers a whole URL (PROTOCOL.md section 6). */
final class CidName {
    private static final String SCHEME_END = "://";

    private CidName() {}

    static boolean isUrl(String cid) {
        return cid.contains(SCHEME_END);
    }

    /** The cid itself, or the path of the URL, which may be empty. */
    static String of(String cid) {
        if (!isUrl(cid)) {
            return cid;
        }
        int slash = cid.indexOf('/', cid.indexOf(SCHEME_END) + SCHEME_END.length());
        String path = slash < 0 ? "" : cid.substring(slash + 1);
        int query = path.indexOf('?');
        return query < 0 ? path : path.substring(0, query);
    }
}
