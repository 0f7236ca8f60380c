package io.headwater.benchmark.speed.contender;

import io.headwater.streams.ClassifierApp;
import io.headwater.streams.ClassifierConfig;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.HashMap;
import java.util.Map;

/** Headwater's classifier as it is deployed, with its default settings. */
final class HeadwaterApp implements Contender {

    private static final long READY_POLL_MILLIS = 20;

    private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final ClassifierApp app;

    HeadwaterApp(Assignment assignment, String guarantee) {
        app = new ClassifierApp(new ClassifierConfig(settings(assignment, guarantee)), meters);
    }

    private static Map<String, String> settings(Assignment assignment, String guarantee) {
        Map<String, String> settings = new HashMap<>();
        settings.put("bootstrap.servers", assignment.bootstrapServers());
        settings.put("schema.registry.url", assignment.schemaRegistry());
        settings.put("topic.prefix", assignment.prefix());
        settings.put("artifact.store", assignment.artifactStore());
        settings.put("artifact.cache", assignment.workDirectory() + "/cache");
        settings.put("state.dir", assignment.workDirectory() + "/state");
        settings.put("application.id", assignment.group());
        settings.put("processing.guarantee", guarantee);
        settings.put("device", "cpu");
        Freezable.timeouts().forEach((key, value) -> settings.put("kafka." + key, value.toString()));
        settings.putAll(assignment.settings());
        return settings;
    }

    @Override
    public void start() throws InterruptedException {
        app.start();
        while (!app.isReady()) {
            Thread.sleep(READY_POLL_MILLIS);
        }
    }

    @Override
    public Progress progress() {
        DistributionSummary batches = meters.find("headwater.batch.size").summary();
        return new Progress((long) batches.totalAmount(), batches.count());
    }

    @Override
    public void close() {
        app.close();
    }
}
