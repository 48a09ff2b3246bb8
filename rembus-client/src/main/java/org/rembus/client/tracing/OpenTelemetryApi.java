package org.rembus.client.tracing;

/** Whether OpenTelemetry's API is on the class path. */
final class OpenTelemetryApi {
    static final boolean IS_THERE = find();

    private OpenTelemetryApi() {}

    private static boolean find() {
        try {
            Class.forName("io.opentelemetry.api.GlobalOpenTelemetry", false, OpenTelemetryApi.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException absent) {
            return false;
        }
    }
}
