package org.rembus.cli.certificates;

import java.net.IDN;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.util.IPAddress;

/** How clients may call a host: names and addresses, those that are always this machine's among them. */
public final class HostNames {
    private static final List<String> THIS_MACHINE = List.of("localhost", "127.0.0.1", "::1");
    private static final String LABEL = "[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?";
    private static final Pattern NAME = Pattern.compile("(\\*\\.)?" + LABEL + "(\\." + LABEL + ")*");

    private final SequencedSet<String> all = new LinkedHashSet<>(THIS_MACHINE);

    /**
     * @param others besides those of this machine
     * @throws IllegalArgumentException if one is neither a name nor an address
     */
    public HostNames(List<String> others) {
        others.stream().map(HostNames::checked).forEach(all::add);
    }

    private static String checked(String host) {
        if (IPAddress.isValid(host)) {
            return host;
        }
        String name = IDN.toASCII(host);
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(host + " is neither the name of a host nor its address");
        }
        return name;
    }

    GeneralName[] generalNames() {
        return all.stream()
                .map(host ->
                        new GeneralName(IPAddress.isValid(host) ? GeneralName.iPAddress : GeneralName.dNSName, host))
                .toArray(GeneralName[]::new);
    }

    /** All of them, as a person reads them. */
    @Override
    public String toString() {
        return String.join(", ", all);
    }
}
