package org.rembus.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The blocking verbs are the futures' verbs, all of them and no others. */
final class VerbsInStepTest {
    private static final Set<String> NOT_VERBS = Set.of("name", "isConnected", "async");

    @Test
    void everyVerbHasItsTwin_blockingAndAsync_withTheSameParametersAndResult() {
        Map<String, String> blocking =
                verbs(Component.class, method -> method.getReturnType().getName());
        Map<String, String> futures = verbs(AsyncComponent.class, VerbsInStepTest::promised);

        assertThat(futures).isEqualTo(blocking);
        assertThat(futures).hasSizeGreaterThan(30);
    }

    private static Map<String, String> verbs(Class<?> type, Function<Method, String> result) {
        return Arrays.stream(type.getMethods())
                .filter(method -> !Modifier.isStatic(method.getModifiers()))
                .filter(method -> !NOT_VERBS.contains(method.getName()))
                .collect(Collectors.toMap(
                        method -> method.getName() + Arrays.toString(method.getGenericParameterTypes()),
                        result,
                        (one, other) -> one,
                        TreeMap::new));
    }

    private static String promised(Method method) {
        assertThat(method.getReturnType()).as(method.toString()).isEqualTo(CompletableFuture.class);
        String name = ((ParameterizedType) method.getGenericReturnType()).getActualTypeArguments()[0].getTypeName();
        return name.equals("java.lang.Void") ? "void" : name;
    }
}
