package org.rembus.broker.routing;

import java.util.List;

/** The name in what a peer calls itself: a name, or from Julia peers a whole URL (PROTOCOL.md section 6). */
final class CidName {
    private static final String SCHEME_END = "://";

    private CidName() {}

    static boolean isUrl(String cid) {
        return cid.contains(SCHEME_END);
    }

    /** Whether the component shares its name with others: {@code ?pool=true}. */
    static boolean asksForPool(String cid) {
        int query = queryMark(cid);
        return query >= 0 && List.of(cid.substring(query + 1).split("&", -1)).contains("pool=true");
    }

    /** A name may have question marks of its own, which those in a URL are not. */
    private static int queryMark(String cid) {
        return isUrl(cid) ? cid.indexOf('?') : cid.lastIndexOf('?');
    }

    /** The cid itself, but for what {@link #asksForPool} finds in it; of a URL the path, which may be empty. */
    static String of(String cid) {
        if (!isUrl(cid)) {
            return asksForPool(cid) ? cid.substring(0, queryMark(cid)) : cid;
        }
        int slash = cid.indexOf('/', cid.indexOf(SCHEME_END) + SCHEME_END.length());
        String path = slash < 0 ? "" : cid.substring(slash + 1);
        int query = path.indexOf('?');
        return query < 0 ? path : path.substring(0, query);
    }
}
