package io.headwater.model.internal.s3;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.endpoints.S3EndpointProvider;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Objects of a bucket, below the location's prefix. An {@link IOException} names what failed, where, what to check. */
final class S3Bucket implements AutoCloseable {

    private final S3Location location;
    private final S3Client client;

    private S3Bucket(S3Location location, S3Client client) {
        this.location = location;
        this.client = client;
    }

    /** @throws IllegalArgumentException no region is set, or the endpoint is no address */
    static S3Bucket open(S3Location location) {
        try {
            return new S3Bucket(location, client());
        } catch (RuntimeException e) {
            // The SDK's own exception, or another one where the endpoint lacks its http://.
            throw new IllegalArgumentException(
                    "artifact.store '" + location + "' cannot be opened: " + S3Failures.reason(e)
                            + ": check AWS_REGION, and that AWS_ENDPOINT_URL_S3, if it is set, is like"
                            + " http://HOST:PORT",
                    e);
        }
    }

    private static S3Client client() {
        S3EndpointProvider usual = S3EndpointProvider.defaultProvider();
        return S3Client.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                // Not every server that speaks S3 knows the checksums that the SDK adds of itself; ours are by SHA-256.
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                // With an endpoint of one's own a bucket seldom has a host name; Amazon means to give up paths.
                .endpointProvider(parameters -> usual.resolveEndpoint(
                        parameters.endpoint() == null
                                ? parameters
                                : parameters.toBuilder().forcePathStyle(true).build()))
                .build();
    }

    /** Whether the server vouches for the object's size and hash; one that keeps no checksums never does. */
    boolean has(String name, long size, String sha256) throws IOException {
        Optional<HeadObjectResponse> found = ask(
                "look for",
                name,
                () -> client.headObject(request -> request.bucket(location.bucket())
                        .key(location.key(name))
                        .checksumMode(ChecksumMode.ENABLED)));
        return found.isPresent()
                && found.get().contentLength() == size
                && base64(sha256).equals(found.get().checksumSHA256());
    }

    void write(String name, Path file, String sha256) throws IOException {
        write(name, RequestBody.fromFile(file), sha256);
    }

    void write(String name, byte[] value, String sha256) throws IOException {
        write(name, RequestBody.fromBytes(value), sha256);
    }

    /** The bucket refuses what does not have the hash, and remembers it. */
    private void write(String name, RequestBody body, String sha256) throws IOException {
        ask(
                "write",
                name,
                () -> client.putObject(
                        request -> request.bucket(location.bucket())
                                .key(location.key(name))
                                .checksumSHA256(base64(sha256)),
                        body));
    }

    /** @return false when there is no such object */
    boolean download(String name, Path file) throws IOException {
        // The SDK makes the file itself, and anew where it has to begin again.
        Files.deleteIfExists(file);
        return ask("read", name, () -> client.getObject(get(name), file)).isPresent();
    }

    Optional<byte[]> read(String name) throws IOException {
        return ask("read", name, () -> client.getObjectAsBytes(get(name))).map(ResponseBytes::asByteArray);
    }

    private GetObjectRequest get(String name) {
        return GetObjectRequest.builder()
                .bucket(location.bucket())
                .key(location.key(name))
                .build();
    }

    /** Names of the objects whose names begin like that. */
    List<String> list(String beginning) throws IOException {
        return ask("list", beginning, () -> client
                        .listObjectsV2Paginator(
                                request -> request.bucket(location.bucket()).prefix(location.key(beginning)))
                        .contents()
                        .stream()
                        .map(S3Object::key)
                        .map(key -> key.substring(location.prefix().length()))
                        .toList())
                .orElse(List.of());
    }

    /** @return empty when there is no such object */
    private <T> Optional<T> ask(String action, String name, Supplier<T> request) throws IOException {
        try {
            return Optional.of(request.get());
        } catch (NoSuchKeyException e) {
            return Optional.empty();
        } catch (SdkException e) {
            throw S3Failures.translate("Cannot " + action + " " + location.uri(name) + endpoint(), location, e);
        }
    }

    /** An endpoint of one's own is what is wrong most often. */
    private String endpoint() {
        return client.serviceClientConfiguration()
                .endpointOverride()
                .map(address -> " at " + address)
                .orElse("");
    }

    private static String base64(String hex) {
        return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hex));
    }

    @Override
    public void close() {
        client.close();
    }
}
