package io.headwater.schemas;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.avro.AvroSchema;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.avro.AvroSchemaProvider;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.SchemaRegistryClientFactory;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import org.apache.kafka.common.errors.SerializationException;

/**
 * A Confluent-compatible schema registry.
 *
 * <p>The client underneath is Confluent's own, relocated, with an Avro of its own; this is the one class that knows.
 * Schemas cross over as JSON, so callers cache the ids and schemas they get.
 */
public final class SchemaRegistry implements AutoCloseable {

    private static final int SCHEMAS_PER_SUBJECT = 1000;
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;
    private static final int UNPROCESSABLE = 422;

    private final String url;
    private final SchemaRegistryClient client;
    /** Ids whose schemas are not Avro: the client would ask for them again with every record. */
    private final Set<Integer> notAvro = ConcurrentHashMap.newKeySet();

    private SchemaRegistry(String url, SchemaRegistryClient client) {
        this.url = withoutUserInfo(url);
        this.client = client;
    }

    /**
     * Connects lazily: an unreachable registry shows with the first request.
     *
     * @param url http(s) address, several separated by commas, or {@code mock://scope} for one in memory
     * @param config further settings of the Confluent client, such as basic.auth.user.info
     */
    public static SchemaRegistry connect(String url, Map<String, ?> config) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("http.connect.timeout.ms", "5000");
        settings.put("http.read.timeout.ms", "10000");
        // A flood of records with one unknown id must not become a flood of requests.
        settings.put("missing.cache.size", 1000);
        settings.put("missing.id.cache.ttl.sec", 30L);
        settings.putAll(config);
        SchemaRegistryClient client = SchemaRegistryClientFactory.newClient(
                List.of(url.split(",")), SCHEMAS_PER_SUBJECT, List.of(new AvroSchemaProvider()), settings, Map.of());
        return new SchemaRegistry(url, client);
    }

    /** Addresses, separated by commas, without the user and password that may stand before the host. */
    public static String withoutUserInfo(String addresses) {
        return addresses.replaceAll("//[^/]*@", "//");
    }

    /** Registers the schema, or finds it where it is registered already, and returns its id. */
    public int register(String subject, Schema schema) {
        return call("register the schema of " + subject, () -> client.register(subject, relocated(schema)));
    }

    /** Id of a schema that must be registered already. */
    public int idOf(String subject, Schema schema) {
        try {
            return call("look up the schema of " + subject, () -> client.getId(subject, relocated(schema)));
        } catch (UndecodableRecordException e) {
            throw new SerializationException(
                    "The schema " + schema.getFullName() + " is not registered under " + subject + " at " + url
                            + ". Run `headwater topics apply`.",
                    e);
        }
    }

    /** Schema of an id; {@link UndecodableRecordException} where there is none, or none that Avro can read. */
    public Schema schema(int id) {
        if (notAvro.contains(id)) {
            throw unreadable(id, null);
        }
        String json = call("fetch schema " + id, () -> fetch(id));
        try {
            // Registries and other languages take invalid defaults, and a writer's defaults do not matter to a reader.
            return new Schema.Parser().setValidateDefaults(false).parse(json);
        } catch (AvroRuntimeException e) {
            throw unreadable(id, e);
        }
    }

    private String fetch(int id) throws IOException, RestClientException {
        try {
            return client.getSchemaById(id).canonicalString();
        } catch (IOException e) {
            // Only the text tells this from a registry that does not answer.
            String message = String.valueOf(e.getMessage());
            if (!message.startsWith("Invalid schema")) {
                throw e;
            }
            // An Avro schema may have failed at a reference that could not be fetched just now.
            if (!message.endsWith(" of type " + AvroSchema.TYPE)) {
                notAvro.add(id);
            }
            throw unreadable(id, e);
        }
    }

    private UndecodableRecordException unreadable(int id, Exception cause) {
        return new UndecodableRecordException(
                UndecodableRecordException.Reason.WRONG_SCHEMA,
                "Schema " + id + " at " + url + " is not an Avro schema that can be read",
                cause);
    }

    /** Sets how schemas of the subject may change. */
    public void setCompatibility(String subject, Compatibility compatibility) {
        call("set the compatibility of " + subject, () -> client.updateCompatibility(subject, compatibility.name()));
    }

    /** Compatibility of the subject by its registry name; empty where it has none of its own. */
    public Optional<String> compatibility(String subject) {
        try {
            return Optional.ofNullable(
                    call("read the compatibility of " + subject, () -> client.getCompatibility(subject)));
        } catch (UndecodableRecordException e) {
            return Optional.empty();
        }
    }

    /** Its address for messages, without user and password. */
    public String url() {
        return url;
    }

    @Override
    public void close() {
        try {
            client.close();
        } catch (IOException e) {
            throw new RegistryUnavailableException("Cannot close the client of " + url, e);
        }
    }

    private static AvroSchema relocated(Schema schema) {
        return new AvroSchema(schema.toString());
    }

    private interface Request<T> {
        T send() throws IOException, RestClientException;
    }

    private <T> T call(String what, Request<T> request) {
        try {
            return request.send();
        } catch (RestClientException e) {
            if (saysNotFound(e)) {
                throw new UndecodableRecordException(
                        UndecodableRecordException.Reason.UNKNOWN_SCHEMA,
                        "Cannot " + what + ": " + url + " does not have it",
                        e);
            }
            if (e.getStatus() == CONFLICT || e.getStatus() == UNPROCESSABLE) {
                throw new SerializationException("Cannot " + what + ": " + url + " refuses it: " + e.getMessage(), e);
            }
            throw new RegistryUnavailableException(
                    "Cannot " + what + " at " + url + " (HTTP " + e.getStatus() + "): " + e.getMessage(), e);
        } catch (IOException e) {
            throw new RegistryUnavailableException(
                    "Cannot " + what + ": the schema registry at " + url + " does not answer (" + e.getMessage() + ")",
                    e);
        }
    }

    /**
     * Whether it is the registry that does not know the subject or the schema. A proxy before a registry that restarts
     * answers 404 too, but without the registry's error codes (404, or 40401 and on): that passes.
     */
    private static boolean saysNotFound(RestClientException e) {
        int code = e.getErrorCode();
        return e.getStatus() == NOT_FOUND && (code == NOT_FOUND || code / 100 == NOT_FOUND);
    }
}
