package org.rembus.interop;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** Who may know whom, and what the router and the protocol never do. */
final class ArchitectureTest {
    private static final String PROTOCOL = "org.rembus.protocol..";
    private static final String PROTOCOL_LOCAL = "org.rembus.protocol.local";
    private static final String CLIENT = "org.rembus.client..";
    private static final String BROKER = "org.rembus.broker..";
    private static final String ROUTING = "org.rembus.broker.routing..";
    private static final String TOPICS = "org.rembus.broker.topics..";
    private static final String TRANSPORT = "org.rembus.broker.transport..";
    private static final String CLI = "org.rembus.cli..";
    private static final String OUTPUT_OF_THE_COMMAND_LINE = "org.rembus.cli.print.Console";

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.rembus");

    @Test
    void protocol_standsOnNoOtherModule() {
        check(noClasses()
                .that()
                .resideInAPackage(PROTOCOL)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(CLIENT, BROKER, CLI, "io.netty.."));
    }

    @Test
    void protocol_startsNoThread() {
        check(noClasses()
                .that()
                .resideInAPackage(PROTOCOL)
                .and()
                .resideOutsideOfPackage(PROTOCOL_LOCAL)
                .should()
                .dependOnClassesThat(threads()));
        // It hands over to executors that it is given.
        check(noClasses()
                .that()
                .resideInAPackage(PROTOCOL_LOCAL)
                .should()
                .dependOnClassesThat(threads().and(not(equivalentTo(Executor.class)))));
    }

    @Test
    void clientAndBroker_doNotKnowEachOther() {
        check(noClasses().that().resideInAPackage(CLIENT).should().dependOnClassesThat(resideInAnyPackage(BROKER)));
        check(noClasses().that().resideInAPackage(BROKER).should().dependOnClassesThat(resideInAnyPackage(CLIENT)));
    }

    @Test
    void commandLine_isKnownToNobody() {
        check(noClasses().that().resideOutsideOfPackage(CLI).should().dependOnClassesThat(resideInAnyPackage(CLI)));
    }

    @Test
    void routing_knowsNoTransport() {
        check(noClasses()
                .that()
                .resideInAPackage(ROUTING)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(TRANSPORT, "io.netty.."));
    }

    @Test
    void topics_standOnTheProtocolAlone() {
        check(noClasses()
                .that()
                .resideInAPackage(TOPICS)
                .should()
                .dependOnClassesThat(resideInAnyPackage(BROKER, "io.netty..").and(not(resideInAPackage(TOPICS)))));
    }

    @Test
    void packages_doNotGoInCircles() {
        check(slices().matching("org.rembus.(**)")
                .should()
                .beFreeOfCycles()
                // A payload reads its own CBOR, and CBOR is read into payloads.
                .ignoreDependency(
                        resideInAPackage("org.rembus.protocol"), resideInAPackage("org.rembus.protocol.cbor")));
    }

    @Test
    void transports_doNotKnowEachOther() {
        check(slices().matching("org.rembus.broker.transport.(http|local|tcp|tls|ws|zmq)..")
                .should()
                .notDependOnEachOther()
                // HTTP is answered on every WebSocket port.
                .ignoreDependency(
                        resideInAPackage("org.rembus.broker.transport.ws"),
                        resideInAPackage("org.rembus.broker.transport.http")));
    }

    @Test
    void routing_doesNoInputOrOutput() {
        check(noClasses()
                .that()
                .resideInAnyPackage(ROUTING, TOPICS)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.io..", "java.net..", "java.nio.channels..", "java.nio.file.."));
    }

    @Test
    void routing_startsNoThreadAndTakesNoLock() {
        check(noClasses()
                .that()
                .resideInAnyPackage(ROUTING, TOPICS)
                .should()
                .dependOnClassesThat(threads().or(resideInAnyPackage("java.util.concurrent.locks.."))));
        check(noMethods()
                .that()
                .areDeclaredInClassesThat()
                .resideInAPackage(ROUTING)
                .should()
                .haveModifier(JavaModifier.SYNCHRONIZED));
    }

    @Test
    void routing_isGivenTimeAndRandomness() {
        check(noClasses()
                .that()
                .resideInAPackage(ROUTING)
                .should()
                .accessTargetWhere(member(
                        "it is time or randomness of its own",
                        "java\\.lang\\.System\\.(currentTimeMillis|nanoTime)"
                                + "|java\\.time\\.\\w+\\.(now|system\\w*)"
                                + "|java\\.lang\\.Math\\.random"
                                + "|java\\.util\\.UUID\\.randomUUID"
                                + "|java\\.util\\.(Random|SplittableRandom)\\.<init>"
                                + "|java\\.util\\.concurrent\\.ThreadLocalRandom\\.\\w+"
                                + "|java\\.security\\.SecureRandom\\.<init>")));
    }

    @Test
    void standardStreams_belongToTheOutputOfTheCommandLine() {
        check(noClasses()
                .that()
                .doNotHaveFullyQualifiedName(OUTPUT_OF_THE_COMMAND_LINE)
                .should()
                .accessTargetWhere(member("it is a standard stream", "java\\.lang\\.System\\.(out|err)")));
        check(noClasses()
                .should()
                .accessTargetWhere(member("it is printStackTrace", "java\\.lang\\.Throwable\\.printStackTrace")));
    }

    private static void check(ArchRule rule) {
        rule.check(CLASSES);
    }

    private static DescribedPredicate<JavaClass> threads() {
        return assignableTo(Thread.class)
                .or(assignableTo(Executor.class))
                .or(assignableTo(Executors.class))
                .as("threads and executors");
    }

    /** An access to a member whose full name ({@code package.Class.member}) matches. */
    private static DescribedPredicate<JavaAccess<?>> member(String what, String fullName) {
        return DescribedPredicate.describe(what, access -> {
            AccessTarget target = access.getTarget();
            return (target.getOwner().getName() + "." + target.getName()).matches(fullName);
        });
    }
}
