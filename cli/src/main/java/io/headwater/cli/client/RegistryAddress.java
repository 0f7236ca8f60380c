package io.headwater.cli.client;

import io.headwater.cli.CliException;
import io.headwater.schemas.RegistryUnavailableException;
import io.headwater.service.ServiceConfig;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Finds Confluent's API at a registry's address. Confluent's own registry has it at the root, Apicurio (the local
 * platform's) under a path; a user who gives host and port means either.
 */
final class RegistryAddress {

    private static final String APICURIO_PATH = "/apis/ccompat/v7";
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final int NOT_FOUND = 404;
    private static final int OK = 200;

    private RegistryAddress() {}

    /** The same settings, with the registry's address completed where that is needed. */
    static ServiceConfig resolve(ServiceConfig config) {
        String given = config.getString(ServiceConfig.SCHEMA_REGISTRY_URL);
        if (!given.startsWith("http") || given.contains(",")) {
            return config;
        }
        String url = given.replaceFirst("/+$", "");
        if (status(url) != NOT_FOUND || status(url + APICURIO_PATH) != OK) {
            return config;
        }
        Map<String, String> settings = new HashMap<>();
        config.originals().forEach((name, value) -> settings.put(name, String.valueOf(value)));
        settings.put(ServiceConfig.SCHEMA_REGISTRY_URL, url + APICURIO_PATH);
        return new ServiceConfig(settings);
    }

    /** Status of the list of subjects; -1 where only the registry's own client can tell, as with private TLS. */
    private static int status(String url) {
        try {
            HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
            HttpRequest request = HttpRequest.newBuilder(URI.create(url + "/subjects"))
                    .timeout(TIMEOUT)
                    .build();
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (ConnectException | HttpConnectTimeoutException e) {
            throw absent(url, e);
        } catch (IOException | IllegalArgumentException e) {
            return -1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CliException("Interrupted", e);
        }
    }

    /** What to tell of a request that failed: one that was answered, or stopped by TLS, is another matter than silence. */
    static CliException failed(String url, RegistryUnavailableException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SocketException
                    || cause instanceof SocketTimeoutException
                    || cause instanceof UnknownHostException) {
                return absent(url, failure);
            }
        }
        return new CliException(failure.getMessage() + "; check schema.registry.url and registry.*", failure);
    }

    private static CliException absent(String url, Exception cause) {
        return new CliException(
                "The schema registry at " + url
                        + " does not answer; start one with 'headwater up' or name yours with --schema-registry",
                cause);
    }
}
