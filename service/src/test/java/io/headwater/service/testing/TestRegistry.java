package io.headwater.service.testing;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executors;

/**
 * The part of the Confluent registry's HTTP interface that clients need, in memory: register, look up, get by id. Every
 * subject takes every schema.
 */
public final class TestRegistry implements AutoCloseable {

    private static final int NOT_FOUND = 404;

    private final ObjectMapper json = new ObjectMapper();
    private final Map<String, Integer> idsBySchema = new LinkedHashMap<>();
    private final Map<Integer, String> schemasById = new LinkedHashMap<>();
    private final HttpServer server;

    public TestRegistry() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/subjects/", this::subjects);
        server.createContext("/schemas/ids/", this::schemas);
        server.setExecutor(Executors.newFixedThreadPool(2, task -> {
            Thread thread = new Thread(task, "test-registry");
            thread.setDaemon(true);
            return thread;
        }));
        server.start();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void subjects(HttpExchange exchange) throws IOException {
        Map<String, Object> request =
                json.readValue(exchange.getRequestBody(), new TypeReference<Map<String, Object>>() {});
        String schema = request.get("schema").toString();
        String subject = exchange.getRequestURI().getPath().split("/")[2];
        answer(exchange, 200, Map.of("subject", subject, "version", 1, "id", id(schema), "schema", schema));
    }

    private void schemas(HttpExchange exchange) throws IOException {
        int id = Integer.parseInt(exchange.getRequestURI().getPath().split("/")[3]);
        String schema;
        synchronized (this) {
            schema = schemasById.get(id);
        }
        if (schema == null) {
            answer(exchange, NOT_FOUND, Map.of("error_code", 40403, "message", "Schema " + id + " not found"));
        } else {
            answer(exchange, 200, Map.of("schema", schema));
        }
    }

    private synchronized int id(String schema) {
        return idsBySchema.computeIfAbsent(schema, text -> {
            int id = idsBySchema.size() + 1;
            schemasById.put(id, text);
            return id;
        });
    }

    private void answer(HttpExchange exchange, int status, Map<String, Object> body) throws IOException {
        byte[] bytes = json.writeValueAsBytes(body);
        exchange.getResponseHeaders().add("Content-Type", "application/vnd.schemaregistry.v1+json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
